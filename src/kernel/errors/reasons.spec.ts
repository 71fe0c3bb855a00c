import { instantFact, REASONS, reasonText } from './reasons';

describe('reasons', () => {
  it('fills in its facts, and shows where one is missing', () => {
    expect(reasonText({ reason: 'permission-missing', facts: { permission: 'USER.READ' } })).toBe(
      'the permission USER.READ is missing',
    );
    expect(reasonText({ reason: 'permission-missing' })).toBe('the permission ? is missing');
  });

  it('caps a fact, whatever it is', () => {
    const text = reasonText({ reason: 'session-scope', facts: { scope: 'x'.repeat(1_000) } });
    expect(text).toHaveLength('the session is good for  only'.length + 80);
  });

  it('are short sentences of one line', () => {
    for (const text of Object.values(REASONS)) expect(text).toMatch(/^[^\n]{10,120}$/);
  });

  it('tell instants in UTC', () => {
    expect(instantFact(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(instantFact(8_640_000_000_000_001)).toBe('8640000000000001');
  });
});
