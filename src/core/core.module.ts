import { Global, Module } from '@nestjs/common';
import { AppDirectory } from './apps/app-directory';
import { AppRegistration } from './apps/app-registration';
import { AppRepository } from './apps/app.repository';
import { AppSearchRepository } from './apps/app-search.repository';
import { AuditBuffer } from './audit/audit-buffer';
import { AuditChainRepository } from './audit/audit-chain.repository';
import { AuditPruning } from './audit/audit-pruning';
import { AuditSealer } from './audit/audit-sealer';
import { AuditSearchRepository } from './audit/audit-search.repository';
import { AuditTrail } from './audit/audit-trail';
import { AuditVerification } from './audit/audit-verification';
import { OwnEventsRepository } from './audit/own-events.repository';
import { AuthKeyRepository } from './auth-keys/auth-key.repository';
import { SessionIssuer } from './auth-keys/session-issuer';
import { SessionList } from './auth-keys/session-list';
import { SessionReader } from './auth-keys/session-reader';
import { SessionRepository } from './auth-keys/session.repository';
import { SessionSnapshots } from './auth-keys/session-snapshots';
import { BrandDirectory } from './brands/brand-directory';
import { BrandLookup } from './brands/brand-lookup';
import { BrandSearchRepository } from './brands/brand-search.repository';
import { BrandSettingRepository } from './brands/brand-setting.repository';
import { BrandOrigins } from './brands/brand-origins';
import { BrandRegistration } from './brands/brand-registration';
import { BrandRepository } from './brands/brand.repository';
import { DomainNames } from './brands/domain-names';
import { DomainRepository } from './brands/domain.repository';
import { ChallengeRepository } from './challenges/challenge.repository';
import { Challenges } from './challenges/challenges';
import { InvitationMail } from './challenges/invitation-mail';
import { RegistrationMail } from './challenges/registration-mail';
import { PendingRegistrationRepository } from './challenges/pending-registration.repository';
import { EmailVerification } from './challenges/email-verification';
import { RecoveryBudget } from './challenges/recovery-budget';
import { DepartureRepository } from './devices/departure.repository';
import { DeviceAccess } from './devices/device-access';
import { DeviceQuota } from './devices/device-quota';
import { DeviceRegistration } from './devices/device-registration';
import { DriftRecord } from './devices/drift-record';
import { DeviceReporting } from './devices/device-reporting';
import { DeviceRepository } from './devices/device.repository';
import { DeviceSearchRepository } from './devices/device-search.repository';
import { DeviceStatistics } from './devices/device-statistics';
import { DeviceUsers } from './devices/device-users';
import { KnownDevices } from './devices/known-devices';
import { LinkNamesRepository } from './devices/link-names.repository';
import { LinkRemoval } from './devices/link-removal';
import { Presence } from './devices/presence';
import { PushTokens } from './devices/push-tokens';
import { SessionEnding } from './devices/session-ending';
import { TokenDeathRepository } from './devices/token-death.repository';
import { TokenDetachment } from './devices/token-detachment';
import { SilentTokenRepository } from './devices/silent-token.repository';
import { UserDeparture } from './devices/user-departure';
import { UserDevices } from './devices/user-devices';
import { FarewellRepository } from './farewells/farewell.repository';
import { Farewells } from './farewells/farewells';
import { GatewaySettings } from './gateway-settings/gateway-settings';
import { RingUsage } from './key-ring/ring-usage';
import { RingUsageRepository } from './key-ring/ring-usage.repository';
import { SealedTextRepository } from './key-ring/sealed-text.repository';
import { BrandPages } from './mail/brand-pages';
import { MailChannelRepository } from './mail/mail-channel.repository';
import { MailChannelReader } from './mail/mail-channel-reader';
import { MailChannels } from './mail/mail-channels';
import { MailTemplates } from './mail/mail-templates';
import { MailTemplateRepository } from './mail/mail-template.repository';
import { Mailer } from './mail/mailer';
import { MailRenderer } from './mail/mail-renderer';
import { SecurityNotices } from './mail/security-notices';
import { NumberSequenceRepository } from './numbers/number-sequence.repository';
import { Outbox } from './outbox/outbox';
import { OutboxRepository } from './outbox/outbox.repository';
import { AccountSecrets } from './passwords/account-secrets';
import { BreachedList } from './passwords/breached-list';
import { PasswordHistoryRepository } from './passwords/password-history.repository';
import { OutboxSearchRepository } from './outbox/outbox-search.repository';
import { PasswordRules } from './passwords/password-rules';
import { PasswordWriter } from './passwords/password-writer';
import { PushChannelChanges } from './push/push-channel-changes';
import { PushChannelReader } from './push/push-channel-reader';
import { PushChannelRepository } from './push/push-channel.repository';
import { PushChannels } from './push/push-channels';
import { PushConsequences } from './push/push-consequences';
import { PushRecipients } from './push/push-recipients';
import { ReachRepository } from './push/reach.repository';
import { AudienceNamesRepository } from './pushes/audience-names.repository';
import { DeliveryQueueRepository } from './pushes/delivery-queue.repository';
import { PushDeliveryRepository } from './pushes/push-delivery.repository';
import { PushEnding } from './pushes/push-ending';
import { PushReader } from './pushes/push-reader';
import { PushRepository } from './pushes/push.repository';
import { RefusalBuffer } from './refusals/refusal-buffer';
import { RefusalRepository } from './refusals/refusal.repository';
import { ReleaseDayRepository } from './releases/release-day.repository';
import { ReleasePruningRepository } from './releases/release-pruning.repository';
import { ReleaseStatistics } from './releases/release-statistics';
import { ReleaseTally } from './releases/release-tally';
import { RevocationJournal } from './revocations/revocation-journal';
import { RevocationRepository } from './revocations/revocation.repository';
import { RevokingTransaction } from './revocations/revoking-transaction';
import { AppListing } from './roles/app-listing';
import { BrandFounding } from './roles/brand-founding';
import { RoleAssignmentRepository } from './roles/role-assignment.repository';
import { RoleAuthority } from './roles/role-authority';
import { RoleReader } from './roles/role-reader';
import { RoleRepository } from './roles/role.repository';
import { RoleSearchRepository } from './roles/role-search.repository';
import { RoleServiceRepository } from './roles/role-service.repository';
import { UserAppRoleRepository } from './roles/user-app-role.repository';
import { UserRoleRepository } from './roles/user-role.repository';
import { ServiceHeaders } from './services/service-headers';
import { ServiceReader } from './services/service-reader';
import { ServiceRepository } from './services/service.repository';
import { ServiceSearchRepository } from './services/service-search.repository';
import { SessionTokenReader } from './session-tokens/session-token-reader';
import { TokenIssuer } from './session-tokens/token-issuer';
import { TokenSessions } from './session-tokens/token-sessions';
import { SigningKeyRepository } from './signing-keys/signing-key.repository';
import { SigningKeys } from './signing-keys/signing-keys';
import { BrandStatistics } from './statistics/brand-statistics';
import { BrandFailures } from './users/brand-failures';
import { LastSuperAdmin } from './users/last-super-admin';
import { ManagedUserRepository } from './users/managed-user.repository';
import { ManagedUsers } from './users/managed-users';
import { RoleInForce } from './roles/role-in-force';
import { RoleHolderRepository } from './users/role-holder.repository';
import { SignInCandidate } from './users/sign-in-candidate';
import { SignInCounter } from './users/sign-in-counter';
import { SuperAdminRepository } from './users/super-admin.repository';
import { UserLookup } from './users/user-lookup';
import { UserRegistration } from './users/user-registration';
import { UserSearchRepository } from './users/user-search.repository';
import { UserRoleReader } from './users/user-role-reader';
import { UserRepository } from './users/user.repository';
import { PasswordProof } from './passwords/password-proof';
import { SecurityQuestionRepository } from './security-questions/security-question.repository';
import { SecurityQuestions } from './security-questions/security-questions';

const NOUNS = [
  ...[PushChannels, PushChannelChanges, PushChannelReader, PushChannelRepository, PushConsequences, PushRecipients],
  ...[ReachRepository, PushRepository, DeliveryQueueRepository, PushDeliveryRepository],
  ...[PushEnding, PushReader, AudienceNamesRepository, Farewells, FarewellRepository],
  ...[RevocationRepository, RevocationJournal, RevokingTransaction, GatewaySettings, AuditTrail, AuditBuffer],
  ...[AuditChainRepository, AuditSealer, AuditVerification, AuditPruning, AuditSearchRepository, OwnEventsRepository],
  ...[RefusalBuffer, RefusalRepository, LinkNamesRepository],
  ...[NumberSequenceRepository, AppRepository, AppRegistration, ServiceRepository, BrandFounding],
  ...[AppSearchRepository, AppDirectory, ServiceReader, ServiceSearchRepository, ServiceHeaders],
  ...[RoleSearchRepository, RoleServiceRepository, UserRoleRepository, UserAppRoleRepository, RoleAuthority],
  ...[RoleReader, AppListing, RoleHolderRepository, RoleInForce, UserRoleReader],
  ...[BrandSearchRepository, BrandSettingRepository, DomainRepository, DomainNames, BrandStatistics],
  ...[BrandRepository, BrandDirectory, BrandOrigins, BrandRegistration, BrandLookup],
  ...[RoleRepository, UserRepository, UserRegistration, SignInCandidate, SignInCounter, BrandFailures],
  ...[RoleAssignmentRepository, ManagedUserRepository, ManagedUsers, SuperAdminRepository, LastSuperAdmin],
  ...[UserSearchRepository, UserLookup],
  ...[AuthKeyRepository, SessionRepository, SessionIssuer, SessionSnapshots, SessionReader, SessionList],
  ...[
    DeviceRepository,
    LinkRemoval,
    SessionEnding,
    DeviceQuota,
    DeviceRegistration,
    PushTokens,
    SilentTokenRepository,
    TokenDeathRepository,
    TokenDetachment,
    UserDeparture,
    KnownDevices,
    UserDevices,
    DeviceReporting,
    DriftRecord,
    DeviceAccess,
    DeviceSearchRepository,
    DeviceUsers,
    DeviceStatistics,
    Presence,
    DepartureRepository,
  ],
  ...[BreachedList, PasswordHistoryRepository, AccountSecrets],
  ...[Outbox, OutboxRepository, OutboxSearchRepository, Challenges, ChallengeRepository],
  ...[PasswordRules, PasswordProof, PasswordWriter],
  ...[EmailVerification, RecoveryBudget, InvitationMail, RegistrationMail, PendingRegistrationRepository],
  ...[BrandPages, Mailer, MailRenderer, SecurityNotices],
  ...[MailChannels, MailChannelReader, MailChannelRepository, MailTemplates, MailTemplateRepository],
  ...[SecurityQuestions, SecurityQuestionRepository],
  ...[SigningKeyRepository, SigningKeys, TokenIssuer, TokenSessions, SessionTokenReader],
  ...[ReleaseDayRepository, ReleasePruningRepository, ReleaseTally, ReleaseStatistics],
  ...[SealedTextRepository, RingUsageRepository, RingUsage],
];

/** Everything that exists, for whoever lies above. */
@Global()
@Module({ providers: NOUNS, exports: NOUNS })
export class CoreModule {}
