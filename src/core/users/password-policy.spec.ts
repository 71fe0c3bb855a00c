import { checkPassword, PASSWORD_FAULT_TEXTS, type PasswordFault, type PasswordPolicy } from './password-policy';

const POLICY: PasswordPolicy = { minLength: 8, level: null, refuseCommon: true };
const OWN = {
  identifiers: ['john.doe', 'johnny@doe-mail.example', '+49301234567', null],
  brandName: 'Acme Shop',
  domains: ['acme-store.example', 'localhost:3000'],
};
const check = (password: string, policy: Partial<PasswordPolicy> = {}): PasswordFault | null =>
  checkPassword(password, { ...POLICY, ...policy }, OWN);

describe('checkPassword (SEC-PW-06, -07, JFW-PWD-01)', () => {
  it.each<[string, PasswordFault]>([
    ['', 'tooShort'],
    ['7 chars', 'tooShort'],
    ['😀😀😀😀😁😁😁', 'tooShort'],
    ['x1'.repeat(513), 'tooLong'],
    ['é1'.repeat(400), 'tooLong'],
    ['x'.repeat(1_000_000), 'tooLong'],
    ['aaaaaaaaaa', 'repeatedCharacter'],
    ['aAaAaAaA', 'repeatedCharacter'],
    ['😀'.repeat(8), 'repeatedCharacter'],
    ['12345678', 'sequence'],
    ['HGFEDCBA', 'sequence'],
    ['password', 'common'],
    ['PassWord', 'common'],
    ['trustno1', 'common'],
    ['john.doe', 'ownName'],
    ['John Doe', 'ownName'],
    ['johnny@doe-mail.example', 'ownName'],
    ['+49301234567', 'ownName'],
    ['acme shop', 'ownName'],
    ['AcmeShop!', 'ownName'],
    ['acme-store', 'ownName'],
    ['acme-store.example', 'ownName'],
  ])('refuses %.30j: %s (T66)', (password, fault) => {
    expect(check(password)).toBe(fault);
    expect(PASSWORD_FAULT_TEXTS[fault]).toMatch(/^The password .+\.$/);
  });

  it.each([
    'lowercase only words',
    'Điện thoại',
    '!!!!????',
    'x y'.repeat(85),
    'é1'.repeat(341),
    'john.doe and more',
    '        x',
  ])('accepts %.30j (T66)', (password) => {
    expect(check(password)).toBeNull();
  });

  it('counts code points after NFC (SEC-PW-04, -06)', () => {
    expect(check('e\u0301a\u0301o\u0301i\u0301')).toBe('tooShort');
    expect(check('e\u0301a\u0301o\u0301i\u0301u\u0301y\u0301n\u0303c\u0327')).toBeNull();
  });

  it('adds the classes of Medium and High on top of the floor, Low adds nothing (T66)', () => {
    expect(check('lowercase only words', { level: 'Low' })).toBeNull();
    for (const level of ['Medium', 'High'] as const) {
      expect(check('lowercase only words', { level })).toBe('level');
      for (const lacking of [
        'Lowercase words 1'.toLowerCase(),
        'LOWERCASE WORDS 1',
        'Lowercase words',
        'Lowercasewords1',
      ]) {
        expect(check(lacking, { level })).toBe('level');
      }
      expect(check('Lowercase words 1', { level })).toBeNull();
      expect(check('Password', { level })).toBe('common');
    }
  });

  it('follows the brand: longer minimum, lists off', () => {
    expect(check('lowercase only', { minLength: 15 })).toBe('tooShort');
    expect(check('password', { refuseCommon: false })).toBeNull();
    expect(check('12345678', { refuseCommon: false })).toBe('sequence');
    expect(check('john.doe', { refuseCommon: false })).toBe('ownName');
  });
});
