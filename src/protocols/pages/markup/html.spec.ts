import { Html, markup } from './html';

describe('markup', () => {
  it('escapes every value, in text and in attributes', () => {
    const hostile = `"><script>alert('x')</script>&amp;`;
    expect(markup`<p title="${hostile}">${hostile}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;</p>',
    );
  });

  it('takes its own markup as it is, also in lists', () => {
    const items = ['a', '<b>'].map((item) => markup`<li>${item}</li>`);
    expect(markup`<ul>${items}</ul>`.text).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
    expect(markup`${[['x', markup`<i>y</i>`], 3]}`.text).toBe('x<i>y</i>3');
  });

  it('shows nothing for what is absent, and a zero as a zero', () => {
    expect(markup`[${null}${undefined}${false}${''}${0}]`.text).toBe('[0]');
  });

  it('does not take an object that only looks like markup', () => {
    const forged = { text: '<script>' } as unknown as Html;
    expect(() => markup`${forged}`).toThrow(TypeError);
  });
});
