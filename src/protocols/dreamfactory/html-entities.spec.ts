import { htmlEntities } from './html-entities';

describe('htmlEntities (DF-ERR-02)', () => {
  it.each([
    ['a & b < c > d "e"', 'a &amp; b &lt; c &gt; d &quot;e&quot;'],
    ["it's", "it's"],
    ['José Ünïcode ÿ', 'Jos&eacute; &Uuml;n&iuml;code &yuml;'],
    ['nbsp:\u00a0', 'nbsp:&nbsp;'],
    ['€ … – ♥ Ω Œ ƒ', '&euro; &hellip; &ndash; &hearts; &Omega; &OElig; &fnof;'],
    ['&amp;', '&amp;amp;'],
    ['ế Ж 漢 😀 /', 'ế Ж 漢 😀 /'],
  ])('encodes %s', (text, expected) => {
    expect(htmlEntities(text)).toBe(expected);
  });
});
