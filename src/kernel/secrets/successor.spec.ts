import { keyKind } from './key-text';
import { deriveSuccessor } from './successor';

const K = Buffer.from(Array.from({ length: 32 }, (_, i) => 0x40 + i));
const PARENT = 'bgr_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8MAWumQ';

describe('deriveSuccessor (JFW-REF-05, -06)', () => {
  it('gives the vector of JFW-REF-06', () => {
    expect(deriveSuccessor(K, PARENT)).toEqual({
      authKey: 'bgk_N-nw0KGNq1V7mYxfIIEdgKWVo_d8HyDrahYXX7sUvUUAIHxcg',
      refreshKey: 'bgr_LAY3JFWMKONNckiIEhti679KzmeVcN6TwXsytZTzQDwemnFFg',
    });
  });

  it('gives well-formed keys that depend on parent and sub-key (JFW-REF-05)', () => {
    const first = deriveSuccessor(K, PARENT);
    expect([keyKind(first.authKey), keyKind(first.refreshKey)]).toEqual(['auth', 'refresh']);
    expect(deriveSuccessor(K, first.refreshKey)).not.toEqual(first);
    expect(deriveSuccessor(Buffer.alloc(32, 1), PARENT)).not.toEqual(first);
    expect(deriveSuccessor(K, PARENT)).toEqual(first);
  });
});
