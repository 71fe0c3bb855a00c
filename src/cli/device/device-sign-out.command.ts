import { Option, SubCommand } from 'nest-commander';
import { RemoveDeviceFlow } from '../../flows/remove-device/remove-device.flow';
import { Clock } from '../../kernel/clock';
import { ConfirmedCommand, type ConfirmedOptions } from '../shell/confirmed-command';
import { EXIT, type ExitCode } from '../shell/exit-code';
import type { Invocation } from '../shell/house-command';
import { wholeSeconds } from '../shell/option-values';
import { USER_OPTION } from '../user/user-argument';
import { DEVICE_OPTION } from './device-option';
import { awaitFarewell, type FarewellProof } from './farewell-proof';
import { findUserDevice } from './find-user-device';

interface SignOutOptions extends ConfirmedOptions {
  readonly user?: string;
  readonly device?: string;
  readonly wait?: number;
}

@SubCommand({
  name: 'sign-out',
  description: 'takes a device away from a user: their sessions on it end, and its app is told by a last message',
})
export class DeviceSignOutCommand extends ConfirmedCommand<SignOutOptions> {
  protected readonly examples = [
    'brandgate device sign-out --brand acme --user ann@acme.example --device 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11',
    'brandgate device sign-out --brand acme --user ann --device 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11 --wait 30 --yes',
  ];

  protected async execute({ options, out }: Invocation<SignOutOptions>): Promise<ExitCode> {
    const acting = await this.acting(options);
    const user = await acting.user(options.user ?? '');
    const { uid: deviceUid, name } = await findUserDevice(acting, user, options.device ?? '');
    const who = `${options.user} of ${acting.brand.code}`;
    await this.confirm(`All sessions of ${who} on the device ${name} end, until they sign in again.`, options);
    const signedOut = { userUid: user.uid, deviceUid, at: acting.get(Clock).now() };
    await acting.get(RemoveDeviceFlow).link(acting.actor, acting.caller, signedOut, signedOut.at);
    const farewell = await awaitFarewell(acting, signedOut, options.wait ?? 0);
    out.record({ deviceId: deviceUid, sessions: 'ended', farewell }, shown(deviceUid, farewell));
    const { note, exit } = verdictOn(farewell, options.wait !== undefined);
    out.note(note);
    const see = `brandgate device farewells --brand ${acting.brand.code} --user ${user.uid} --device ${deviceUid}`;
    if (farewell?.state === 'queued') out.note(`What becomes of it: ${see}`);
    return exit;
  }

  @Option(USER_OPTION)
  parseUser(value: string): string {
    return value;
  }

  @Option(DEVICE_OPTION)
  parseDevice(value: string): string {
    return value;
  }

  @Option({ flags: '--wait <seconds>', description: 'for the proof that the device was told, for this long at most' })
  parseWait(value: string): number {
    return wholeSeconds('--wait', value);
  }
}

function shown(device: string, farewell: FarewellProof | null) {
  const { id = null, state = null, reason = null, createdDate = null, deliveredDate = null } = farewell ?? {};
  const times = { created: createdDate, delivered: deliveredDate, confirmed: farewell?.confirmedDate ?? null };
  return { device, sessions: 'ended', farewell: id, state, reason, ...times };
}

/** What is to be said; who waited for a proof is told by the exit code whether there is one. */
function verdictOn(farewell: FarewellProof | null, isWaiting: boolean): { note: string; exit: ExitCode } {
  const unproved = isWaiting ? EXIT.failed : EXIT.ok;
  if (farewell === null) {
    return {
      note: 'It has no push token: no farewell goes out, its app learns with its next request.',
      exit: unproved,
    };
  }
  const { state, reason } = farewell;
  if (state === 'confirmed') return { note: 'The app confirmed the farewell.', exit: EXIT.ok };
  if (state === 'delivered') return { note: 'Google took the farewell; the app may still confirm it.', exit: EXIT.ok };
  if (state === 'unreached') return { note: `The farewell does not reach the device (${reason}).`, exit: unproved };
  if (!isWaiting) return { note: 'A running gateway sends the farewell within seconds.', exit: EXIT.ok };
  if (reason !== null) return { note: `The farewell was tried, and will be again (${reason}).`, exit: EXIT.failed };
  return {
    note: 'Nobody has sent the farewell: that takes a running gateway, and waits for one.',
    exit: EXIT.unavailable,
  };
}
