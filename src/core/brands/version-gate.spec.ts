import { APP_VERSION_POLICIES, type AppVersionPolicy } from './settings/app-version-policies';
import { VersionGate } from './version-gate';

const NOW = Date.parse('2026-03-01T00:00:00.000Z');

function policies(...given: object[]): readonly AppVersionPolicy[] {
  const reading = APP_VERSION_POLICIES.read(given);
  if (!('value' in reading)) throw new Error(`${reading.at}: ${reading.expected}`);
  return reading.value;
}

function judge(gate: VersionGate, os: string, version: string, path = '/api/v1/users/me', now = NOW) {
  return gate.judge(os, version, path, now)?.kind ?? null;
}

describe('VersionGate', () => {
  const plain = VersionGate.of(
    policies({
      ...{ osDevice: 'ios', minimumVersion: '2.0', recommendedVersion: '2.5' },
      blockedVersions: ['2.1.3', '2.2 - 2.2.9'],
    }),
  );

  it.each([
    ['1.9.9', 'blocked'],
    ['2.0', 'recommended'],
    ['2.1.2', 'recommended'],
    ['2.1.3', 'blocked'],
    ['2.1.3.1', 'recommended'],
    ['2.2', 'blocked'],
    ['v2.2.9 (451)', 'blocked'],
    ['2.2.10', 'recommended'],
    ['2.5', 'current'],
    ['10.0', 'current'],
    ['dev', null],
  ])('JFW-VER-02 to -06: %s on iOS is %s', (version, kind) => {
    expect(judge(plain, 'iOS', version)).toBe(kind);
    expect(judge(plain, 'Android', version)).toBeNull();
  });

  it('the longest route that fits decides', () => {
    const gate = VersionGate.of(
      policies(
        { osDevice: 'iOS', minimumVersion: '1.0' },
        { osDevice: 'iOS', minimumVersion: '2.0', routes: ['/api/v1/users'] },
        { osDevice: 'iOS', minimumVersion: '3.0', routes: ['/api/v1/users/auth', '/shop'] },
      ),
    );
    expect(judge(gate, 'iOS', '1.5', '/api/v1/devices')).toBe('current');
    expect(judge(gate, 'iOS', '1.5', '/api/v1/users/me?x=1')).toBe('blocked');
    expect(judge(gate, 'iOS', '2.5', '/API/v1/users')).toBe('current');
    expect(judge(gate, 'iOS', '2.5', '/api/v1/users/auth')).toBe('blocked');
    expect(judge(gate, 'iOS', '2.5', '/api/v1/users/authors')).toBe('current');
    expect(judge(gate, 'iOS', '2.5', '/shop/cart')).toBe('blocked');
  });

  it('recommends before its start and refuses from then on', () => {
    const gate = VersionGate.of(
      policies({ osDevice: 'iOS', minimumVersion: '2.0', startsAt: '2026-03-01T07:00:00+07:00' }),
    );
    expect(judge(gate, 'iOS', '1.0', '/', NOW - 1)).toBe('recommended');
    expect(judge(gate, 'iOS', '1.0', '/', NOW)).toBe('blocked');
  });

  it('counts only, in its trial', () => {
    const gate = VersionGate.of(policies({ osDevice: 'iOS', minimumVersion: '2.0', mode: 'count' }));
    expect(judge(gate, 'iOS', '1.0')).toBe('counted');
    expect(judge(gate, 'iOS', '2.0')).toBe('current');
  });

  it.each([
    ['1.0', true],
    ['2.2', true],
    ['2.5', false],
    ['3.1', false],
  ])('JFW-VER-04: recommends in its trial what it would without: %s %s', (version, recommends) => {
    const trial = { mode: 'count', startsAt: '2027-01-01T00:00:00Z', blockedVersions: ['3.1'] };
    const gate = VersionGate.of(
      policies({ osDevice: 'iOS', minimumVersion: '2.0', recommendedVersion: '2.5', ...trial }),
    );
    expect(gate.judge('iOS', version, '/', NOW)?.recommends).toBe(recommends);
  });

  it('is made once for the same policies', () => {
    const list = policies({ osDevice: 'iOS' });
    expect(VersionGate.of(list)).toBe(VersionGate.of(list));
  });
});

describe('appVersionPolicies', () => {
  it.each([
    [{ osDevice: 'iOS', blockedVersions: ['2.0 - 1.0'] }, '0.blockedVersions.0'],
    [{ osDevice: 'iOS', blockedVersions: ['x'] }, '0.blockedVersions.0'],
    [{ osDevice: 'iOS', minimumVersion: '3', recommendedVersion: '2' }, '0.minimumVersion'],
    [{ osDevice: 'iOS', startsAt: 'tomorrow' }, '0.startsAt'],
    [{ osDevice: 'iOS', startsAt: '2030-02-31T00:00:00Z' }, '0.startsAt'],
    [{ osDevice: 'iOS', mode: 'off' }, '0.mode'],
    [{ osDevice: 'iOS', routes: ['api'] }, '0.routes.0'],
    [{ osDevice: 'iOS', messages: { 'no tag': 'x' } }, '0.messages.no tag'],
    [{ osDevice: 'iOS', messages: { vi: 5 } }, '0.messages.vi'],
    [{}, '0.osDevice'],
  ])('JFW-VER-01: refuses %j', (policy, at) => {
    expect(APP_VERSION_POLICIES.read([policy])).toMatchObject({ at });
  });

  it.each([
    ...['2.0.0-2.0.5', '2.0.0 -2.0.5', '2.0.0- 2.0.5', '2.0.0 – 2.0.5', '2.0.0 to 2.0.5', '2.0.0, 2.0.5'],
    ...['2.0.0 - 2.0.5 (451)', '2.0.0-beta - 2.0.5', '2.0.0 - 2.0.3 - 2.0.5', '2.0.0 -', '- 2.0.5', '2..0', '2.0.'],
  ])('JFW-VER-01: %j is no version and no range to block', (range) => {
    const reading = APP_VERSION_POLICIES.read([{ osDevice: 'iOS', blockedVersions: ['1.0', range] }]);
    expect(reading).toMatchObject({ at: '0.blockedVersions.1' });
    expect(reading).toMatchObject({ expected: expect.stringContaining('2.0.0 - 2.0.5') as string });
  });

  it.each(['2.0.0', 'v2.0.0', '2.0.0 - 2.0.5', ' 2.0.0  -  v2.0.5 '])('JFW-VER-01: %j can be blocked', (range) => {
    expect(APP_VERSION_POLICIES.read([{ osDevice: 'iOS', blockedVersions: [range] }])).toHaveProperty('value');
  });

  it('JFW-VER-01: one entry per operating system and routes', () => {
    expect(APP_VERSION_POLICIES.read([{ osDevice: 'iOS' }, { osDevice: 'ios' }])).toMatchObject({ at: '1.osDevice' });
    const routes = ['/a'];
    expect(APP_VERSION_POLICIES.read([{ osDevice: 'iOS' }, { osDevice: 'ios', routes }])).toHaveProperty('value');
    const twice = [
      { osDevice: 'iOS', routes: ['/b', '/a'] },
      { osDevice: 'ios', routes },
    ];
    expect(APP_VERSION_POLICIES.read(twice)).toMatchObject({ at: '1.osDevice' });
  });
});
