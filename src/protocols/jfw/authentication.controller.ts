import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../gate/access.decorator';
import { accessCodeOf, claimOf, hasDeviceHeader, releaseOf } from '../../gate/device-headers';
import type { Passage } from '../../gate/passage';
import { CheckAuthKeyFlow } from '../../flows/check-auth-key/check-auth-key.flow';
import { RefreshFlow } from '../../flows/refresh/refresh.flow';
import { SignInFlow } from '../../flows/sign-in/sign-in.flow';
import { SignOutFlow } from '../../flows/sign-out/sign-out.flow';
import type { IdentifierKind } from '../../core/users/user.repository';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { canonicalPhone } from '../../kernel/text/canonical-key';
import { Answers } from '../wire/answers.decorator';
import { FLAG, TRUE } from '../wire/schema';
import { PhoneAuthenticationDto, UserAuthenticationDto } from './dto/credentials.dto';
import { CheckAuthKeyDto, LogoutDto, RefreshDto } from './dto/keys.dto';
import { JsonBody } from './json-body.decorator';
import { REFRESH_REFUSALS, SIGN_IN_REFUSALS } from './jfw.refusals';
import { AuthResponseSchema } from './schemas/auth-response.schema';
import { Hangup, Via } from './via.decorator';
import { authResponseView } from './views/auth-response.view';

/** Signing in and out, and the keys (jfw.md §22.1). */
@ApiTags('Authentication')
@Controller('api/v1/users')
export class AuthenticationController {
  constructor(
    private readonly signIn: SignInFlow,
    private readonly refreshKeys: RefreshFlow,
    private readonly signOut: SignOutFlow,
    private readonly check: CheckAuthKeyFlow,
  ) {}

  @Post('auth')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in by name or address' })
  @Answers(AuthResponseSchema, ...SIGN_IN_REFUSALS)
  @Access({ level: 'brand', limits: ['login', 'loginIdentifier'], isSignIn: true })
  async authenticate(@JsonBody() body: UserAuthenticationDto, @Via() via: Passage, @Hangup() signal: AbortSignal) {
    const identifier = identifierOf(body);
    return this.run(via, { identifier, kinds: ['username', 'email', 'phone'] }, body, signal);
  }

  @Post('auth/phone-number')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in by phone number' })
  @Answers(AuthResponseSchema, ...SIGN_IN_REFUSALS)
  @Access({ level: 'brand', limits: ['login', 'loginIdentifier'], isSignIn: true, identifiedBy: 'phone' })
  async authenticatePhone(
    @JsonBody() body: PhoneAuthenticationDto,
    @Via() via: Passage,
    @Hangup() signal: AbortSignal,
  ) {
    const identifier = canonicalPhone(body.phoneNumber);
    if (identifier === null) throw invalidField('phoneNumber', 'phoneNumber must be + followed by 8 to 15 digits.');
    return this.run(via, { identifier, kinds: ['phone'] }, body, signal);
  }

  @Post('auth/refresh-auth-key')
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange a refresh key for a new pair' })
  @Answers({ data: AuthResponseSchema, headers: ['X-Refresh-Outcome'] }, ...REFRESH_REFUSALS)
  @Access({ level: 'brand', limits: ['refresh'], isSignIn: true })
  async refresh(@JsonBody() { refreshAuthKey }: RefreshDto, @Via() via: Passage) {
    const { device, repeated } = via.arrival;
    const claim = claimOf(device, repeated.includes('device-code'));
    const command = { refreshKey: refreshAuthKey, code: accessCodeOf(device), claim, at: via.at };
    const result = await this.refreshKeys.run(via.actor, via.brandOrThrow, command);
    via.deviceStatus = result.deviceStatus;
    via.answerHeaders.push('X-Refresh-Outcome', result.outcome);
    return authResponseView(result.user, result.pair);
  }

  @Post('auth/logout')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign out' })
  @Answers(TRUE)
  @Access({ level: 'user', acceptsExpiredKey: true, registersDevice: false, ignoresAppVersion: true })
  async logout(@JsonBody() body: LogoutDto, @Via() via: Passage) {
    await this.signOut.run(via.actor, {
      session: via.sessionOrThrow,
      allDevices: body.allDevices ?? false,
      unregisterDevice: body.unregisterDevice ?? true,
      code: accessCodeOf(via.arrival.device),
      at: via.at,
    });
    return true;
  }

  @Post('check-auth-key-available')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask whether a key would be accepted' })
  @Answers(FLAG)
  @Access({ level: 'optional', limits: ['checkKey'], bodyKeyIsTarget: true })
  async isAuthKeyAvailable(@JsonBody() { authKey }: CheckAuthKeyDto, @Via() via: Passage) {
    return this.check.run(via.target ?? via.brandOrThrow, authKey, via.at);
  }

  private async run(
    via: Passage,
    who: { readonly identifier: string; readonly kinds: readonly IdentifierKind[] },
    { password, otp, evictDeviceIds = [] }: UserAuthenticationDto | PhoneAuthenticationDto,
    signal: AbortSignal,
  ) {
    const { device, repeated } = via.arrival;
    const claim = claimOf(device, repeated.includes('device-code'));
    const wasClaimIgnored = claim === null && (device.code !== undefined || hasDeviceHeader(device));
    const secrets = { password, ...(otp === undefined ? {} : { otp }) };
    const said = { claim, wasClaimIgnored, release: releaseOf(device), evictDeviceIds };
    const request = { ...secrets, ...said, dialect: 'jfw', at: via.at, signal };
    const { user, pair, deviceStatus } = await this.signIn.run(via.actor, via.brandOrThrow, { ...who, ...request });
    via.deviceStatus = deviceStatus;
    return authResponseView(user, pair);
  }
}

/** `username` when it is not blank, else `emailAddress` (JFW-AUTH-02). */
function identifierOf({ username, emailAddress }: UserAuthenticationDto): string {
  const identifier = [username, emailAddress].find((text) => text !== undefined && text.trim() !== '');
  if (identifier === undefined) throw invalidField('username', 'One of username and emailAddress is required.');
  return identifier;
}
