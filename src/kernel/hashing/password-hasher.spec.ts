import { createHmac, hash as digest } from 'node:crypto';
import { compareSync, hashSync } from 'bcryptjs';
import { KeyRing } from '../secrets/key-ring';
import { HashPool, type HashJob, type VerifyJob } from './hash-pool';
import { PasswordHasher } from './password-hasher';
import { parseStoredHash } from './stored-hash';

const entry = (name: string): string => `${name}:${digest('sha256', name, 'base64')}`;
const RING = KeyRing.parse(entry('one'));
const CONTEXT = { brandId: 1 };

/** A pool that notes its jobs. */
class SpyPool extends HashPool {
  readonly jobs: (HashJob | VerifyJob)[] = [];

  override run(job: HashJob, context: { brandId: number }): Promise<string>;
  override run(job: VerifyJob, context: { brandId: number }): Promise<boolean>;
  override run(job: HashJob | VerifyJob, context: { brandId: number }): Promise<string> | Promise<boolean> {
    this.jobs.push(job);
    return job.type === 'hash' ? super.run(job, context) : super.run(job, context);
  }
}

const costOf = (bcrypt: string): number => parseStoredHash(bcrypt)?.cost ?? 0;

/** Rounds a verification makes: the sum over the hash and all dummies. */
function workOf(job: HashJob | VerifyJob | undefined): number {
  if (job?.type !== 'verify') throw new TypeError('no verification');
  return [...(job.hash === null ? [] : [job.hash]), ...job.dummies].reduce(
    (sum, bcrypt) => sum + 2 ** costOf(bcrypt),
    0,
  );
}

describe('PasswordHasher', () => {
  const pool = new SpyPool({ threads: 1 });
  const hasher = new PasswordHasher(pool, RING, 4);
  afterAll(() => pool.close());

  it('stores $bg1$<ring id>$ and bcrypt of base64(HMAC-SHA-384) (SEC-PW-02)', async () => {
    const stored = await hasher.hash('pässword', CONTEXT);
    const bcrypt = stored.slice('$bg1$one$'.length);
    expect(stored.startsWith('$bg1$one$$2b$04$')).toBe(true);
    const text = createHmac('sha384', RING.subKey('pepper')).update('pässword').digest('base64');
    expect(text).toHaveLength(64);
    expect(compareSync(text, bcrypt)).toBe(true);
    expect(await hasher.verify('pässword', stored, CONTEXT)).toEqual({ ok: true, upgrade: false });
    expect(await hasher.verify('password', stored, CONTEXT)).toEqual({ ok: false, upgrade: false });
  });

  it('compares after NFC, whole, without trimming or cutting (SEC-PW-04, JFW-PWD-02)', async () => {
    const long = `${'x'.repeat(80)}a`;
    for (const [set, same, other] of [
      ['e\u0301', '\u00e9', 'e'],
      [long, long, `${'x'.repeat(80)}b`],
      ['a\0b', 'a\0b', 'a\0c'],
      [' a ', ' a ', 'a'],
    ] as const) {
      const stored = await hasher.hash(set, CONTEXT);
      expect((await hasher.verify(same, stored, CONTEXT)).ok).toBe(true);
      expect((await hasher.verify(other, stored, CONTEXT)).ok).toBe(false);
    }
  });

  it('takes 1,024 bytes, and more for a wrong password without hashing it (SEC-PW-04, JFW-PWD-03)', async () => {
    const stored = await hasher.hash('é'.repeat(512), CONTEXT);
    expect((await hasher.verify('e\u0301'.repeat(512), stored, CONTEXT)).ok).toBe(true);
    await expect(hasher.hash('é'.repeat(513), CONTEXT)).rejects.toThrow(RangeError);
    for (const long of ['é'.repeat(513), 'x'.repeat(1_000_000)]) {
      expect(await hasher.verify(long, stored, CONTEXT)).toEqual({ ok: false, upgrade: false });
      const job = pool.jobs.at(-1);
      expect(job?.text).toHaveLength(64);
      expect(workOf(job)).toBe(2 ** 4);
    }
  });

  it.each(['$2a$', '$2b$', '$2y$'])(
    'verifies an imported %s hash by its first 72 bytes and asks to replace it (SEC-PW-03)',
    async (prefix) => {
      const imported = prefix + hashSync('x'.repeat(72), 4).slice(4);
      expect(await hasher.verify('x'.repeat(72), imported, CONTEXT)).toEqual({ ok: true, upgrade: true });
      expect(await hasher.verify(`${'x'.repeat(72)}tail`, imported, CONTEXT)).toEqual({ ok: true, upgrade: true });
      expect(await hasher.verify('x'.repeat(71), imported, CONTEXT)).toEqual({ ok: false, upgrade: false });
    },
  );

  it.each([null, '', 'garbage', '$2b$04$short', `$bg1$gone$${hashSync('x', 4)}`, `$bg9$one$${hashSync('x', 4)}`])(
    'takes the stored text %j for a wrong password, at full work (SEC-PW-05)',
    async (stored) => {
      expect(await hasher.verify('x', stored, CONTEXT)).toEqual({ ok: false, upgrade: false });
      expect(workOf(pool.jobs.at(-1))).toBe(2 ** 4);
    },
  );

  it('pads a lower cost to 2^C and asks to replace the hash (SEC-PW-05, -03)', async () => {
    const strong = new PasswordHasher(pool, RING, 7);
    const stored = await hasher.hash('secret', CONTEXT);
    for (const [text, hash] of [
      ['secret', stored],
      ['secret', null],
      ['wrong', stored],
      ['secret', hashSync('secret', 5)],
    ] as const) {
      await strong.verify(text, hash, CONTEXT);
      expect(workOf(pool.jobs.at(-1))).toBe(2 ** 7);
    }
    expect(await strong.verify('secret', stored, CONTEXT)).toEqual({ ok: true, upgrade: true });
    const current = await strong.hash('secret', CONTEXT);
    expect(await strong.verify('secret', current, CONTEXT)).toEqual({ ok: true, upgrade: false });
    expect(await hasher.verify('secret', current, CONTEXT)).toEqual({ ok: true, upgrade: false });
  });

  it('verifies under an older pepper and asks to replace the hash (SEC-PW-03, SEC-KEY-03)', async () => {
    const rotated = new PasswordHasher(pool, KeyRing.parse(`${entry('two')},${entry('one')}`), 4);
    const stored = await hasher.hash('secret', CONTEXT);
    expect(await rotated.verify('secret', stored, CONTEXT)).toEqual({ ok: true, upgrade: true });
    expect(await rotated.verify('wrong', stored, CONTEXT)).toEqual({ ok: false, upgrade: false });
    expect((await rotated.hash('secret', CONTEXT)).startsWith('$bg1$two$')).toBe(true);
  });

  it('makes every verification one job of the pool (SEC-PW-05)', async () => {
    const before = pool.jobs.length;
    await hasher.verify('x', null, CONTEXT);
    expect(pool.jobs.length - before).toBe(1);
  });
});
