import { Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SessionList } from '../../core/auth-keys/session-list';
import { isLiving } from '../../core/devices/link-state';
import { UserDevices } from '../../core/devices/user-devices';
import { EndSessionsFlow } from '../../flows/end-sessions/end-sessions.flow';
import { ListFarewellsFlow } from '../../flows/list-farewells/list-farewells.flow';
import { RemoveDeviceFlow } from '../../flows/remove-device/remove-device.flow';
import { SignOutFlow } from '../../flows/sign-out/sign-out.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import type { Form } from './form-body';
import { PageCookies } from './page-cookies';
import { SentForm, Via } from './page.decorators';
import { accountPage } from './views/account.page';
import { SeeOther, type View } from './views/page-view';

/** A user's own devices and sessions. */
@ApiExcludeController()
@Controller('pages/:brand/account')
export class AccountController {
  constructor(
    private readonly sessions: SessionList,
    private readonly devices: UserDevices,
    private readonly endSessions: EndSessionsFlow,
    private readonly removeDevice: RemoveDeviceFlow,
    private readonly listFarewells: ListFarewellsFlow,
    private readonly signOut: SignOutFlow,
    private readonly cookies: PageCookies,
  ) {}

  @Get()
  @Access({ level: 'user' })
  async show(@Via() via: Passage): Promise<View> {
    const { brandId, user, sessionUid } = via.sessionOrThrow;
    const sessions = await this.sessions.of(brandId, user.id, via.at);
    const linked = await this.devices.listOf(brandId, user.id);
    const devices = linked.filter(({ link }) => isLiving(link));
    const name = user.username ?? user.emailAddress ?? user.phoneNumber ?? '';
    const asked = { userUid: user.uid, deviceUid: undefined, page: LATEST };
    const { items: farewells } = await this.listFarewells.run(via.caller, asked);
    return (context) => accountPage(context, { name, sessions, devices, farewells, currentUid: sessionUid });
  }

  @Post('end-session')
  @Access({ level: 'user' })
  async endSession(@SentForm() { session = '' }: Form, @Via() via: Passage): Promise<SeeOther> {
    const { brandId, user } = via.sessionOrThrow;
    await unlessGone(this.endSessions.one(via.actor, { brandId, userId: user.id }, session, via.at));
    return new SeeOther('account');
  }

  @Post('remove-device')
  @Access({ level: 'user' })
  async remove(@SentForm() { device = '' }: Form, @Via() via: Passage): Promise<SeeOther> {
    const name = { userUid: via.sessionOrThrow.user.uid, deviceUid: device };
    await unlessGone(this.removeDevice.link(via.actor, via.caller, name, via.at));
    return new SeeOther('account');
  }

  @Post('sign-out')
  @Access({ level: 'user' })
  leave(@Via() via: Passage): Promise<SeeOther> {
    return this.end(via, false);
  }

  @Post('sign-out-everywhere')
  @Access({ level: 'user' })
  leaveEverywhere(@Via() via: Passage): Promise<SeeOther> {
    return this.end(via, true);
  }

  private async end(via: Passage, allDevices: boolean): Promise<SeeOther> {
    const command = { session: via.sessionOrThrow, allDevices, unregisterDevice: true, code: null, at: via.at };
    await this.signOut.run(via.actor, command);
    via.answerHeaders.push('Set-Cookie', this.cookies.signedOut(via.brandOrThrow));
    return new SeeOther(allDevices ? 'done/signed-out-everywhere' : 'done/signed-out');
  }
}

/** Whoever wants more of them asks the API. */
const LATEST = { number: 0, size: 5 };

const GONE: readonly ErrorCode[] = ['auth-key.not-found', 'device.not-found', 'device.rejected'];

/** Pressed twice, or ended elsewhere meanwhile: the list that is shown next tells that it is gone. */
async function unlessGone(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof BrandgateError) || !GONE.includes(error.code)) throw error;
  }
}
