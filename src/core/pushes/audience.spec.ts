import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { isSingle, readAudience } from './audience';
import { conditionOf, hasVersionOf } from './audience-condition';

const fieldsOf = (given: unknown) => {
  try {
    readAudience(given);
    return null;
  } catch (error) {
    return error instanceof BrandgateError ? error.fields.map(({ field }) => field) : error;
  }
};

describe('readAudience', () => {
  it('reads every member, and null as absent', () => {
    expect(
      readAudience({
        ...{ userIds: ['u'], deviceIds: ['d'], osDevice: ' IOS ', versionFrom: '1.2', versionTo: 'v2', tag: ' beta ' },
        ...{ seenFrom: '2030-01-31T00:00:00Z', seenTo: '2030-01-31T01:00:00+01:00', everybody: null },
      }),
    ).toEqual({
      ...{ userIds: ['u'], deviceIds: ['d'], osDevice: 'iOS', versionFrom: '1.2', versionTo: 'v2', tag: 'beta' },
      ...{ seenFrom: Date.parse('2030-01-31'), seenTo: Date.parse('2030-01-31') },
    });
    expect(readAudience({ everybody: true })).toEqual({ everybody: true });
  });

  it('is the same text whatever the order', () => {
    const [one, other] = [
      { tag: 'beta', osDevice: 'iOS' },
      { osDevice: 'iOS', tag: 'beta' },
    ];
    expect(JSON.stringify(readAudience(one))).toBe(JSON.stringify(readAudience(other)));
  });

  it.each([
    [undefined, ['audience']],
    [[], ['audience']],
    [{}, ['audience']],
    [{ osDevice: null }, ['audience']],
    [{ everybody: true, tag: 'beta' }, ['audience.everybody']],
    [{ everybody: 'true' }, ['audience.everybody']],
    [{ constructor: 'x' }, ['audience.constructor']],
    [{ userIds: 'u', deviceIds: [''] }, ['audience.userIds', 'audience.deviceIds']],
    [{ userIds: Array(501).fill('u') }, ['audience.userIds']],
    [{ tag: 'a,b' }, ['audience.tag']],
    [{ seenFrom: '2030-13-01T00:00:00Z' }, ['audience.seenFrom']],
    [{ seenFrom: '2030-02-31T00:00:00Z' }, ['audience.seenFrom']],
    [{ seenFrom: 1 }, ['audience.seenFrom']],
    [{ versionTo: 'latest' }, ['audience.versionTo']],
  ])('refuses %j', (given, fields) => {
    expect(fieldsOf(given)).toEqual(fields);
  });

  it('JFW-PSH-06: one user or one device is a single message', () => {
    expect([{ userIds: ['u'] }, { deviceIds: ['d'] }].map(isSingle)).toEqual([true, true]);
    expect([{ userIds: ['u', 'v'] }, { userIds: [] }, { tag: 'beta' }, { everybody: true }].map(isSingle)).toEqual(
      Array(4).fill(false),
    );
  });
});

describe('conditionOf', () => {
  it('binds every value and lets nobody through for ids that are none', () => {
    const uid = '01890000-0000-7000-8000-000000000000';
    expect(conditionOf({ everybody: true })).toEqual({ sql: expect.stringMatching(/^ *$/), values: [] });
    expect(conditionOf({ userIds: [uid, "' OR 1=1 --"] })).toMatchObject({ values: [uid] });
    expect(conditionOf({ deviceIds: ['none'] }).sql).toContain('1 = 0');
    const { sql, values } = conditionOf({ osDevice: 'iOS', seenFrom: 1, seenTo: 2, tag: 'beta' });
    expect(values).toEqual(['iOS', 1, 2, ',beta,', ',beta,']);
    expect(sql.split('?')).toHaveLength(values.length + 1);
  });
});

describe('hasVersionOf', () => {
  it.each([
    [{}, 'nightly', true],
    [{}, null, true],
    [{ versionFrom: '1.9' }, null, false],
    [{ versionFrom: '1.9' }, 'nightly', false],
    [{ versionFrom: '1.9' }, '1.10.0', true],
    [{ versionFrom: '1.9' }, '1.8.9', false],
    [{ versionTo: '2' }, '2.0.0', true],
    [{ versionTo: '2' }, '2.0.1', false],
    [{ versionFrom: '1', versionTo: '2' }, '1.5', true],
  ])('%j has %j: %j', (audience, version, isIn) => {
    expect(hasVersionOf(audience, version)).toBe(isIn);
  });
});
