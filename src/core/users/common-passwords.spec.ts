import { isCommonPassword } from './common-passwords';

describe('isCommonPassword (SEC-PW-07)', () => {
  it.each(['password', '12345678', 'qwertyuiop', 'trustno1', 'iloveyou'])('knows %s', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each(['', 'lowercase only words', 'constructor-x', '__proto__'])('does not know %j', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });
});
