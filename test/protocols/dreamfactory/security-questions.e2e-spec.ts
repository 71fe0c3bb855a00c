import { SecurityQuestionEntity } from '../../../src/core/security-questions/security-question.entity';
import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryBrand, OLD_PASSWORD } from '../../support/dreamfactory-brand';
import { People } from '../../support/people';
import { TestGateway } from '../../support/start-gateway';

const NEW_PASSWORD = 'violet harbour mango';
const SUCCESS = '{"success":true}';
const WRONG = 'The answer supplied does not match.';
const NOTHING = 'Not enough information provided to change password.';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const CAR = 'What was the make of your first bicycle or car?';

describeEngine('security questions', () => {
  let gateway: TestGateway;
  let brand: DreamFactoryBrand;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await DreamFactoryBrand.make(gateway, 'df.example');
  });
  afterAll(() => gateway.close());
  afterEach(() => brand.set({}));

  async function native(user: Awaited<ReturnType<DreamFactoryBrand['person']>>) {
    const { data } = await brand.native.signIn(user.username ?? '', OLD_PASSWORD);
    return brand.native.with({ 'Auth-Key': data.authKey });
  }

  async function withQuestion(answer = 'Mazda', type: 'EndUser' | 'Admin' = 'EndUser') {
    const user = await brand.person(type);
    const body = { question: CAR, answer, password: OLD_PASSWORD };
    const set = await (await native(user)).put('users/me/security-question', body);
    expect([set.status, set.data]).toEqual([200, true]);
    return user;
  }

  const byAnswer = (email: string, answer: string, path = 'user/password', password = NEW_PASSWORD) =>
    brand.client.post(path, { email, security_answer: answer, new_password: password });

  it('DF-PWD-12: are set and removed by their owner, who knows the password; the answer is nowhere to read', async () => {
    const user = await withQuestion();
    const where = { brandId: brand.id, userId: user.id };
    const row = await gateway.store.findOneByOrFail(SecurityQuestionEntity, where);
    expect(JSON.stringify(row).toLowerCase()).not.toContain('mazda');
    const client = await native(user);
    const wrong = { question: CAR, answer: 'x', password: 'not it' };
    expect((await client.put('users/me/security-question', wrong)).code).toBe('AccessDenied');
    expect((await client.put('users/me/security-question', { ...wrong, answer: '  ' })).code).toBe('RequestInvalid');
    expect((await client.delete('users/me/security-question', { password: 'not it' })).code).toBe('AccessDenied');
    const again = { question: 'Another?', answer: 'y', password: OLD_PASSWORD };
    expect((await client.put('users/me/security-question', again)).status).toBe(200);
    expect(await gateway.store.countBy(SecurityQuestionEntity, where)).toBe(1);
    expect((await client.delete('users/me/security-question', { password: OLD_PASSWORD })).status).toBe(200);
    expect((await client.delete('users/me/security-question', { password: OLD_PASSWORD })).status).toBe(200);
    expect(await gateway.store.countBy(SecurityQuestionEntity, where)).toBe(0);
  });

  it('SEC-RST-06: count for nothing unless the brand wants it', async () => {
    const { emailAddress } = await withQuestion();
    expect((await byAnswer(emailAddress, 'mazda')).message).toBe(NOTHING);
    expect((await brand.client.post('user/password', { email: emailAddress })).message).toBe(NOTHING);
    expect((await brand.client.post('user/password?reset=true', { email: emailAddress })).text).toBe(SUCCESS);
  });

  it('SEC-RST-06: alone only for who accepts the risk by name', async () => {
    const people = new People(gateway, await gateway.platformId(), 'localhost');
    const { client } = await people.one({}, 'SuperAdmin');
    const { data } = await client.get<{ items: { id: string; code: string }[] }>('brands?code=df-example');
    const path = `brands/${data.items[0]?.id ?? ''}/setting`;
    const change = { dreamfactory: { securityQuestion: 'alone' } };
    const refused = await client.put(path, change);
    expect([refused.code, refused.errors[0]?.field]).toEqual(['RequestInvalid', 'dreamfactory.securityQuestion']);
    expect(refused.errors[0]?.message).toContain('whoever knows the answer to a question sets a new password');
    for (const acceptedRisks of ['dreamfactory.securityQuestion', [1]]) {
      expect((await client.put(path, { ...change, acceptedRisks })).code).toBe('RequestInvalid');
    }
    expect((await client.put(path, { ...change, acceptedRisks: ['something.else'] })).status).toBe(400);
    expect((await client.put(path, { ...change, acceptedRisks: ['dreamfactory.securityQuestion'] })).status).toBe(200);
    expect((await client.put(path, change)).status).toBe(200);
  });

  it('DF-PWD-12, -14 (P05, P08, P17): alone, a question stands in the place of the mail', async () => {
    await brand.set({ securityQuestion: 'alone' });
    const user = await withQuestion();
    const { emailAddress: email } = user;
    const { data } = await brand.native.signIn(user.username ?? '', OLD_PASSWORD);
    const asked = JSON.stringify({ security_question: CAR });
    expect((await brand.client.post('user/password?reset=true', { email })).text).toBe(asked);
    expect((await brand.client.post('user/password', { email })).text).toBe(asked);
    await gateway.deliver();
    expect(gateway.mail.to(email)).toEqual([]);
    expect((await byAnswer(email, 'toyota')).message).toBe(WRONG);
    expect((await byAnswer(email, '  Mazda ')).text).toBe(SUCCESS);
    expect(await brand.signInStatus(user, NEW_PASSWORD)).toBe(200);
    expect((await brand.native.with({ 'Auth-Key': data.authKey }).get('users/me')).code).toBe('AuthKeyInvalid');
    const bare = await brand.person();
    expect((await brand.client.post('user/password', { email: bare.emailAddress })).message).toBe(NOTHING);
    expect((await byAnswer(bare.emailAddress, 'x')).message).toBe(WRONG);
    expect((await byAnswer('nobody@df.example', 'x')).message).toBe(WRONG);
  });

  it('DF-PWD-09, -17: a right answer at the wrong path, or with a password that will not do, is no try', async () => {
    await brand.set({ securityQuestion: 'alone' });
    const { emailAddress } = await withQuestion('mazda', 'Admin');
    for (let i = 0; i < 6; i += 1) {
      expect((await byAnswer(emailAddress, 'mazda')).status).toBe(401);
      expect((await byAnswer(emailAddress, 'mazda', 'system/admin/password', 'short')).message).toBe(
        'Validation failed',
      );
    }
    expect((await byAnswer(emailAddress, 'mazda', 'system/admin/password')).text).toBe(SUCCESS);
  });

  it('DF-PWD-13: five wrong answers in a day, also at once, and the right one is wrong', async () => {
    await brand.set({ securityQuestion: 'alone' });
    const user = await withQuestion();
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => byAnswer(user.emailAddress, i === 11 ? 'x' : `guess ${i}`)),
    );
    expect(new Set(guesses.map(({ message }) => message))).toEqual(new Set([WRONG]));
    const row = await gateway.store.findOneByOrFail(SecurityQuestionEntity, { brandId: brand.id, userId: user.id });
    expect(row.failures).toBe(5);
    expect((await byAnswer(user.emailAddress, 'mazda')).message).toBe(WRONG);
    gateway.clock.advance(DAY_MS - MINUTE_MS);
    expect((await byAnswer(user.emailAddress, 'mazda')).message).toBe(WRONG);
    gateway.clock.advance(MINUTE_MS);
    expect((await byAnswer(user.emailAddress, 'mazda')).text).toBe(SUCCESS);
  });

  it('DF-PWD-21: with a code, both are needed, and neither is used up by a lack of the other', async () => {
    const questions = ['First?', CAR];
    await brand.set({ securityQuestion: 'with-code', securityQuestions: questions });
    const user = await withQuestion();
    const email = user.emailAddress;
    const ask = (address: string) => brand.client.post('user/password?reset=true', { email: address });
    expect((await ask(email)).body).toEqual({ security_question: CAR });
    await gateway.deliver();
    const code = gateway.mail.linkTo(email).searchParams.get('code');
    const redeem = (more: object) =>
      brand.client.post('user/password', { email, code, new_password: NEW_PASSWORD, ...more });
    expect((await byAnswer(email, 'mazda')).message).toBe(WRONG);
    expect((await redeem({})).message).toBe(WRONG);
    expect((await redeem({ security_answer: 'toyota' })).message).toBe(WRONG);
    expect((await redeem({ security_answer: 'mazda', new_password: 'short' })).message).toBe('Validation failed');
    expect((await redeem({ security_answer: 'mazda' })).text).toBe(SUCCESS);
    const row = await gateway.store.findOneByOrFail(SecurityQuestionEntity, { brandId: brand.id, userId: user.id });
    expect(row.failures).toBe(0);
    expect((await brand.client.post('user/password', { email })).message).toBe(NOTHING);
    const client = await native(await brand.person());
    const own = { question: 'Not of the list?', answer: 'x', password: OLD_PASSWORD };
    expect((await client.put('users/me/security-question', own)).errors[0]?.field).toBe('question');
  });

  it('SEC-ENU-05: who has no question is shown one all the same, always the same', async () => {
    await brand.set({ securityQuestion: 'with-code' });
    const bare = await brand.person();
    const ask = (email: string) => brand.client.post('user/password?reset=true', { email });
    const shown = new Set<string>();
    for (let i = 0; i < 12; i += 1) {
      const first = await ask(`nobody.${i}@df.example`);
      expect((await ask(`  NOBODY.${i}@df.example`)).text).toBe(first.text);
      shown.add(first.text);
    }
    expect(shown.size).toBeGreaterThan(2);
    const own = await ask(bare.emailAddress);
    expect([own.status, (await ask(bare.emailAddress)).text]).toEqual([200, own.text]);
    const code = await (async () => {
      await gateway.deliver();
      return gateway.mail.linkTo(bare.emailAddress).searchParams.get('code');
    })();
    const done = await brand.client.post('user/password', {
      email: bare.emailAddress,
      code,
      new_password: NEW_PASSWORD,
    });
    expect(done.text).toBe(SUCCESS);
  });
});
