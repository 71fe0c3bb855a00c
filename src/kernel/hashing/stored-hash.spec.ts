import { compareSync, hashSync } from 'bcryptjs';
import { dummyHash } from './dummy-hash';
import { parseStoredHash } from './stored-hash';

const BCRYPT = hashSync('x', 4);

describe('parseStoredHash (SEC-PW-02, -03)', () => {
  it('reads the own form', () => {
    expect(parseStoredHash(`$bg1$ab12cd34$${BCRYPT}`)).toEqual({ pepperId: 'ab12cd34', bcrypt: BCRYPT, cost: 4 });
  });

  it.each(['$2a$', '$2b$', '$2y$'])('reads an imported %s hash', (prefix) => {
    const bcrypt = `${prefix}12$${BCRYPT.slice(7)}`;
    expect(parseStoredHash(bcrypt)).toEqual({ pepperId: null, bcrypt, cost: 12 });
  });

  it.each([
    '',
    'x',
    '$bg1$',
    `$bg2$a$${BCRYPT}`,
    `$bg1$$${BCRYPT}`,
    `$bg1$a b$${BCRYPT}`,
    `${BCRYPT}x`,
    BCRYPT.slice(1),
    `$2x$04$${BCRYPT.slice(7)}`,
    `$2b$31$${BCRYPT.slice(7)}`,
    `$2b$03$${BCRYPT.slice(7)}`,
  ])('takes %j for malformed (SEC-PW-05)', (stored) => {
    expect(parseStoredHash(stored)).toBeNull();
  });
});

describe('dummyHash (SEC-PW-05)', () => {
  it('has the shape of a hash of that cost, which nothing matches', () => {
    expect(parseStoredHash(dummyHash(11))?.cost).toBe(11);
    expect(dummyHash(4)).not.toBe(dummyHash(4));
    expect(compareSync('x', dummyHash(4))).toBe(false);
  });
});
