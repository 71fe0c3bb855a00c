import { Global, Module } from '@nestjs/common';
import { AgePushTokensFlow } from './age-push-tokens/age-push-tokens.flow';
import { ChangePasswordFlow } from './change-password/change-password.flow';
import { PasswordProof } from './change-password/password-proof';
import { CheckAuthKeyFlow } from './check-auth-key/check-auth-key.flow';
import { CreateBrandFlow } from './create-brand/create-brand.flow';
import { EndSessionsFlow } from './end-sessions/end-sessions.flow';
import { ExpireSessionsFlow } from './expire-sessions/expire-sessions.flow';
import { FirstStartFlow } from './first-start/first-start.flow';
import { IntrospectFlow } from './introspect/introspect.flow';
import { LinkAttributesWriter } from './link-device/link-attributes-writer';
import { LinkDeviceFlow } from './link-device/link-device.flow';
import { RefreshFlow } from './refresh/refresh.flow';
import { RegisterRefreshDevice } from './refresh/register-refresh-device';
import { RotateSession } from './refresh/rotate-session';
import { RegisterUserFlow } from './register-user/register-user.flow';
import { RemoveDeviceFlow } from './remove-device/remove-device.flow';
import { ReportDeviceFlow } from './report-device/report-device.flow';
import { SaveDeviceFlow } from './save-device/save-device.flow';
import { BeginSession } from './sign-in/begin-session';
import { SignInBudget } from './sign-in/sign-in-budget';
import { SignInFlow } from './sign-in/sign-in.flow';
import { SignOutFlow } from './sign-out/sign-out.flow';

const FLOWS = [
  ...[
    SignInFlow,
    SignInBudget,
    BeginSession,
    RefreshFlow,
    RotateSession,
    RegisterRefreshDevice,
    SignOutFlow,
    CheckAuthKeyFlow,
  ],
  ...[EndSessionsFlow, IntrospectFlow, ChangePasswordFlow, PasswordProof],
  ...[SaveDeviceFlow, RemoveDeviceFlow, LinkDeviceFlow, LinkAttributesWriter, ReportDeviceFlow],
  ...[ExpireSessionsFlow, AgePushTokensFlow],
  ...[RegisterUserFlow, CreateBrandFlow, FirstStartFlow],
];

/** Everything that can happen, for controllers, workers and the command line. */
@Global()
@Module({ providers: FLOWS, exports: FLOWS })
export class FlowsModule {}
