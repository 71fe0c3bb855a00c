import type { BrandSettings } from '../brands/brand-settings';
import type { DeviceClaim } from './device-claim';
import type { LinkedDevice } from './device.repository';
import { driftReason, judgeDrift } from './header-drift';
import { reasonText } from '../../kernel/errors/reasons';

type Policy = BrandSettings['driftOfDevice'];

const NOW = 1_000_000_000_000;
const MINUTE_MS = 60_000;
const HOME = 1;
const SESSION = 7;

/** A device that is linked with the user unless `link` says otherwise. */
const known = (row: object = {}, link: object | null = { guestSessionId: null }) =>
  ({ device: { id: HOME, osDevice: 'iOS', appVersionNumber: '2.0.0', ...row }, link }) as unknown as LinkedDevice;

const verdictOf = (
  policies: { readonly device?: Policy; readonly system?: Policy; readonly version?: Policy },
  claim: Partial<DeviceClaim>,
  found: LinkedDevice | null = known(),
  session: object = {},
) => {
  const { device = 'allow', system = 'allow', version = 'allow' } = policies;
  const settings = { driftOfDevice: device, driftOfSystem: system, driftOfVersion: version };
  const speaker = { id: SESSION, uid: 'uid', deviceId: HOME, authAt: NOW - 6 * MINUTE_MS, origin: {}, ...session };
  const report = { brand: { settings }, claim: { code: 'x', isTokenFaulty: false, ...claim }, session: speaker };
  return judgeDrift(report as unknown as Parameters<typeof judgeDrift>[0], found, NOW);
};
const signals = (verdict: ReturnType<typeof judgeDrift>) => verdict.drifts.map(({ signal }) => signal);
const TELL = { device: 'notify', system: 'notify', version: 'notify' } as const;

describe('judgeDrift', () => {
  it.each([
    ['another system', { osDevice: 'Android' }, ['system']],
    ['another spelling of the system', { osDevice: 'IOS' }, []],
    ['no system', {}, []],
    ['a lower version', { appVersionNumber: '1.9' }, ['version']],
    ['an equal version of another length', { appVersionNumber: 'v2' }, []],
    ['a higher version', { appVersionNumber: '2.0.1' }, []],
    ['a version that does not parse', { appVersionNumber: 'one' }, []],
    ['both', { osDevice: 'Android', appVersionNumber: '1' }, ['system', 'version']],
  ])('of a device that is %s', (_, claim, expected) => {
    expect(signals(verdictOf(TELL, claim))).toEqual(expected);
    expect(verdictOf({}, claim)).toEqual({ drifts: [], barring: null });
  });

  it.each([
    ['nothing was known before', known({ osDevice: null, appVersionNumber: null })],
    ['the version known does not parse', known({ osDevice: null, appVersionNumber: 'two' })],
    ['the device is not linked with the user', known({}, null)],
  ])('of system and version nothing, where %s', (_, found) => {
    expect(signals(verdictOf(TELL, { osDevice: 'Android', appVersionNumber: '1' }, found))).toEqual([]);
  });

  it.each([
    ['its own device', known(), {}, []],
    ['a device that nobody knows', null, {}, ['device']],
    ['a device of others', known({ id: 2 }, null), {}, ['device']],
    ['another device of the user', known({ id: 2 }), {}, ['device']],
    ['a device it was let onto', known({ id: 2 }, { guestSessionId: SESSION }), {}, []],
    ['a device another session was let onto', known({ id: 2 }, { guestSessionId: 8 }), {}, ['device']],
    ['its first device', known({ id: 2 }), { deviceId: null }, []],
    ['the device a refresh moves it to', known({ id: 2 }), { deviceId: null, leavesDeviceId: HOME }, ['device']],
  ])('of a session that names %s', (_, found, session, expected) => {
    expect(signals(verdictOf({ device: 'notify' }, {}, found, session))).toEqual(expected);
  });

  it('under `refuse` nothing but the own device is taken, wherever the session was let before', () => {
    const guest = known({ id: 2 }, { guestSessionId: SESSION });
    expect(verdictOf({ device: 'refuse' }, {}, guest).barring).toMatchObject({ signal: 'device', policy: 'refuse' });
    expect(verdictOf({ device: 'step-up' }, {}, guest).barring).toBeNull();
  });

  it.each([
    ['allow', 6, undefined],
    ['notify', 6, undefined],
    ['step-up', 5, undefined],
    ['step-up', 5 + 1 / MINUTE_MS, 'step-up'],
    ['refuse', 0, 'refuse'],
  ] as const)('%s, %d minutes after the proof, bars by %s', (system, minutes, expected) => {
    const session = { authAt: NOW - minutes * MINUTE_MS };
    expect(verdictOf({ system }, { osDevice: 'Android' }, known(), session).barring?.policy).toBe(expected);
  });

  it('what is refused in any case comes before what a sign-in would help with, and both before what is told', () => {
    const both = { osDevice: 'Android', appVersionNumber: '1' };
    expect(verdictOf({ system: 'step-up', version: 'refuse' }, both).barring?.signal).toBe('version');
    expect(verdictOf({ system: 'notify', version: 'step-up' }, both).barring?.signal).toBe('version');
  });

  it('a sign-in never drifts: it has no session yet', () => {
    const settings = { driftOfDevice: 'refuse', driftOfSystem: 'refuse', driftOfVersion: 'refuse' } as const;
    const claim = { code: 'x', osDevice: 'Android', isTokenFaulty: false };
    expect(judgeDrift({ brand: { settings }, claim }, known(), NOW)).toEqual({ drifts: [], barring: null });
  });

  it('its reason names setting and policy, and no text of the client', () => {
    const { barring } = verdictOf({ system: 'refuse' }, { osDevice: 'Plan 9 from outer space' });
    expect(barring && reasonText(driftReason(barring))).toBe(
      'the request tells of another operating system, and driftOfSystem is refuse; a new sign-in that tells of it is taken',
    );
  });
});
