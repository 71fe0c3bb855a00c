import { Global, Module } from '@nestjs/common';
import { AddDomainFlow } from './add-domain/add-domain.flow';
import { AfterRestoreFlow } from './after-restore/after-restore.flow';
import { AgePushTokensFlow } from './age-push-tokens/age-push-tokens.flow';
import { AssignRolesFlow } from './assign-roles/assign-roles.flow';
import { ChangeBrandSettingsFlow } from './change-brand-settings/change-brand-settings.flow';
import { ChangeBrandStatusFlow } from './change-brand-status/change-brand-status.flow';
import { ChangeMailChannelFlow } from './change-mail-channel/change-mail-channel.flow';
import { ChangeMailTemplateFlow } from './change-mail-template/change-mail-template.flow';
import { ChangeGatewaySettingFlow } from './change-gateway-setting/change-gateway-setting.flow';
import { ChangePasswordFlow } from './change-password/change-password.flow';
import { ChangeUserStatusFlow } from './change-user-status/change-user-status.flow';
import { ChangeUserTypeFlow } from './change-user-type/change-user-type.flow';
import { CancelPushFlow } from './cancel-push/cancel-push.flow';
import { CheckAuthKeyFlow } from './check-auth-key/check-auth-key.flow';
import { ConfirmPushFlow } from './confirm-push/confirm-push.flow';
import { CreateBrandFlow } from './create-brand/create-brand.flow';
import { CreateUserFlow } from './create-user/create-user.flow';
import { DeliverFarewellFlow } from './deliver-farewell/deliver-farewell.flow';
import { DeliverMailFlow } from './deliver-mail/deliver-mail.flow';
import { DeliverPushFlow } from './deliver-push/deliver-push.flow';
import { SendBatch } from './deliver-push/send-batch';
import { SpreadPush } from './deliver-push/spread-push';
import { DrainOutboxFlow } from './drain-outbox/drain-outbox.flow';
import { FindDueFlow } from './drain-outbox/find-due.flow';
import { DeleteUserFlow } from './delete-user/delete-user.flow';
import { ExplainRefusalFlow } from './explain-refusal/explain-refusal.flow';
import { EndSessionsFlow } from './end-sessions/end-sessions.flow';
import { EndUserSessionsFlow } from './end-sessions/end-user-sessions.flow';
import { ExpireSessionsFlow } from './expire-sessions/expire-sessions.flow';
import { FirstStartFlow } from './first-start/first-start.flow';
import { ImportBatch } from './import-users/import-batch';
import { ImportUsersFlow } from './import-users/import-users.flow';
import { ForgetRegistrationsFlow } from './forget-registrations/forget-registrations.flow';
import { GrantAccessFlow } from './grant-access/grant-access.flow';
import { InviteUserFlow } from './invite-user/invite-user.flow';
import { IntrospectFlow } from './introspect/introspect.flow';
import { LinkAttributesWriter } from './link-device/link-attributes-writer';
import { LinkDeviceFlow } from './link-device/link-device.flow';
import { ListFarewellsFlow } from './list-farewells/list-farewells.flow';
import { MeasureOutboxFlow } from './measure-outbox/measure-outbox.flow';
import { PreferDomainFlow } from './prefer-domain/prefer-domain.flow';
import { PruneAuditFlow } from './prune-audit/prune-audit.flow';
import { PruneChallengesFlow } from './prune-challenges/prune-challenges.flow';
import { PruneOutboxFlow } from './prune-outbox/prune-outbox.flow';
import { PrunePushesFlow } from './prune-pushes/prune-pushes.flow';
import { PruneRefusalsFlow } from './prune-refusals/prune-refusals.flow';
import { PruneReleasesFlow } from './prune-releases/prune-releases.flow';
import { AuditLines } from './read-audit/audit-lines';
import { ExportAuditFlow } from './read-audit/export-audit.flow';
import { OwnSecurityEventsFlow } from './read-audit/own-security-events.flow';
import { ReadAuditFlow } from './read-audit/read-audit.flow';
import { RefreshFlow } from './refresh/refresh.flow';
import { RegisterRefreshDevice } from './refresh/register-refresh-device';
import { RotateSession } from './refresh/rotate-session';
import { RegenerateKeyFlow } from './regenerate-key/regenerate-key.flow';
import { OpenRegistrationFlow } from './request-registration/open-registration.flow';
import { RequestRegistrationFlow } from './request-registration/request-registration.flow';
import { RegisterUserFlow } from './register-user/register-user.flow';
import { RemoveAppFlow } from './remove-app/remove-app.flow';
import { RemoveDeviceFlow } from './remove-device/remove-device.flow';
import { RemoveRoleFlow } from './remove-role/remove-role.flow';
import { RemoveServiceFlow } from './remove-service/remove-service.flow';
import { RemoveDomainFlow } from './remove-domain/remove-domain.flow';
import { ReportDeviceFlow } from './report-device/report-device.flow';
import { RequestResetFlow } from './request-reset/request-reset.flow';
import { SendResetFlow } from './request-reset/send-reset.flow';
import { ResetPasswordFlow } from './reset-password/reset-password.flow';
import { ResetRedemption } from './reset-password/reset-redemption';
import { ResetSecret } from './reset-password/reset-secret';
import { SaveAppFlow } from './save-app/save-app.flow';
import { RetryOutboxFlow } from './retry-outbox/retry-outbox.flow';
import { RotateKeysFlow } from './rotate-keys/rotate-keys.flow';
import { SaveDeviceFlow } from './save-device/save-device.flow';
import { SetPasswordFlow } from './set-password/set-password.flow';
import { SaveRoleFlow } from './save-role/save-role.flow';
import { SaveServiceFlow } from './save-service/save-service.flow';
import { PreviewPushFlow } from './send-push/preview-push.flow';
import { SendPushFlow } from './send-push/send-push.flow';
import { SetAppRoleFlow } from './set-app-role/set-app-role.flow';
import { ShowKeyFlow } from './show-key/show-key.flow';
import { BeginSession } from './sign-in/begin-session';
import { SignInBudget } from './sign-in/sign-in-budget';
import { SignInCode } from './sign-in/sign-in-code';
import { SignInFailures } from './sign-in/sign-in-failures';
import { SignInFlow } from './sign-in/sign-in.flow';
import { SignOutFlow } from './sign-out/sign-out.flow';
import { TestMailChannelFlow } from './test-mail-channel/test-mail-channel.flow';
import { TestPushFlow } from './test-push/test-push.flow';
import { UpdateBrandFlow } from './update-brand/update-brand.flow';
import { AddressChange } from './update-user/address-change';
import { UpdateUserFlow } from './update-user/update-user.flow';
import { VerifyDomainFlow } from './verify-domain/verify-domain.flow';
import { VerifyAuditFlow } from './verify-audit/verify-audit.flow';
import { RequestVerificationFlow } from './verify-email/request-verification.flow';
import { SendVerificationFlow } from './verify-email/send-verification.flow';
import { VerifyEmailFlow } from './verify-email/verify-email.flow';
import { OpenTokenSessionFlow } from './open-token-session/open-token-session.flow';
import { AnswerRedemption } from './reset-by-answer/answer-redemption';
import { ResetByAnswerFlow } from './reset-by-answer/reset-by-answer.flow';
import { RemoveSecurityQuestionFlow } from './set-security-question/remove-security-question.flow';
import { SetSecurityQuestionFlow } from './set-security-question/set-security-question.flow';

const FLOWS = [
  ...[
    SignInFlow,
    SignInBudget,
    SignInCode,
    SignInFailures,
    BeginSession,
    RefreshFlow,
    RotateSession,
    RegisterRefreshDevice,
    SignOutFlow,
    CheckAuthKeyFlow,
  ],
  ...[EndSessionsFlow, IntrospectFlow, ChangePasswordFlow, SetSecurityQuestionFlow, RemoveSecurityQuestionFlow],
  ...[SaveDeviceFlow, RemoveDeviceFlow, LinkDeviceFlow, LinkAttributesWriter, ReportDeviceFlow],
  ...[CreateUserFlow, ImportUsersFlow, ImportBatch, UpdateUserFlow, AddressChange, DeleteUserFlow, SetPasswordFlow],
  ...[ChangeUserStatusFlow, ChangeUserTypeFlow, EndUserSessionsFlow],
  ...[SaveRoleFlow, RemoveRoleFlow, AssignRolesFlow, GrantAccessFlow, SetAppRoleFlow],
  ...[SaveAppFlow, RemoveAppFlow, RegenerateKeyFlow, ShowKeyFlow, SaveServiceFlow, RemoveServiceFlow],
  ...[AuditLines, ReadAuditFlow, OwnSecurityEventsFlow, ExportAuditFlow, VerifyAuditFlow, ExplainRefusalFlow],
  ...[ExpireSessionsFlow, AgePushTokensFlow, PruneAuditFlow, PruneRefusalsFlow, PruneReleasesFlow],
  ...[RegisterUserFlow, CreateBrandFlow, FirstStartFlow],
  ...[UpdateBrandFlow, ChangeBrandStatusFlow, ChangeBrandSettingsFlow, ChangeGatewaySettingFlow],
  ...[AddDomainFlow, VerifyDomainFlow, RemoveDomainFlow, PreferDomainFlow],
  ...[InviteUserFlow, RequestRegistrationFlow, OpenRegistrationFlow, ForgetRegistrationsFlow],
  ...[RequestResetFlow, SendResetFlow, ResetPasswordFlow, ResetSecret, ResetRedemption],
  ...[RequestVerificationFlow, SendVerificationFlow, VerifyEmailFlow],
  ...[DrainOutboxFlow, FindDueFlow, DeliverMailFlow, RetryOutboxFlow, MeasureOutboxFlow],
  ...[ChangeMailChannelFlow, TestMailChannelFlow, ChangeMailTemplateFlow, TestPushFlow],
  ...[SendPushFlow, PreviewPushFlow, CancelPushFlow, ConfirmPushFlow, ListFarewellsFlow],
  ...[DeliverPushFlow, SpreadPush, SendBatch, DeliverFarewellFlow, PrunePushesFlow],
  ...[PruneOutboxFlow, PruneChallengesFlow],
  ...[OpenTokenSessionFlow, ResetByAnswerFlow, AnswerRedemption],
  ...[RotateKeysFlow, AfterRestoreFlow],
];

/** Everything that can happen, for controllers, workers and the command line. */
@Global()
@Module({ providers: FLOWS, exports: FLOWS })
export class FlowsModule {}
