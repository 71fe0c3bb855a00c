import { parsePushToken, pushTokenKind } from './push-token';

describe('parsePushToken (JFW-HDR-06)', () => {
  it.each(['bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1', 'a', 'A=b.c-d_e:f', 'x'.repeat(4_096)])(
    'takes %.40s',
    (text) => {
      expect(parsePushToken(` ${text} `)).toEqual({ kind: 'token', text });
    },
  );

  it('lower-cases exactly 64 hex digits', () => {
    expect(parsePushToken('AB'.repeat(32))).toEqual({ kind: 'token', text: 'ab'.repeat(32) });
    expect(parsePushToken('AB'.repeat(33))).toEqual({ kind: 'token', text: 'AB'.repeat(33) });
  });

  it.each([
    '',
    ' ',
    'null',
    'NULL',
    'undefined',
    '(null)',
    '<null>',
    'Nil',
    'none',
    'NaN',
    '[object Object]',
    ' null ',
  ])('reads %j as absent (JFW-TOK-02)', (raw) => {
    expect(parsePushToken(raw)).toEqual({ kind: 'absent' });
  });

  it.each(['a b', 'a,b', 'é', '<x>', 'a\n', 'x'.repeat(4_097), 'nulls!', ' '.repeat(50_000) + '!'])(
    'refuses %.40j',
    (raw) => {
      expect(parsePushToken(raw)).toEqual({ kind: 'invalid' });
    },
  );
});

describe('pushTokenKind (JFW-TOK-09)', () => {
  it('knows a Firebase installation id', () => {
    expect(pushTokenKind('cIzv-DMExUdFQ3P1_abcde')).toBe('fid');
    expect(pushTokenKind('fIzv-DMExUdFQ3P1_abcde')).toBe('fid');
  });

  it.each(['gIzv-DMExUdFQ3P1_abcde', 'cIzv-DMExUdFQ3P1_abcd', 'cIzv-DMExUdFQ3P1_abcdef', 'cIzv:DMExUdFQ3P1_abcde', ''])(
    'takes %j for a registration token',
    (text) => {
      expect(pushTokenKind(text)).toBe('fcm_token');
    },
  );
});
