/* Runs in a browser: outside of the TypeScript project, which knows nothing of the DOM. */

/** What a page lacks for somebody who cannot see it or uses no mouse, by number; and its language. */
function usability() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const inputs = all('input:not([type="hidden"])');
  const idsOf = (element) =>
    ['aria-describedby', 'aria-labelledby']
      .flatMap((name) => (element.getAttribute(name) ?? '').split(/\s+/))
      .filter((id) => id !== '');
  const ids = all('[id]').map(({ id }) => id);
  return {
    language: document.documentElement.lang,
    titles: all('h1').length,
    landmarks: ['header', 'main', 'footer'].map((name) => all(`body > ${name}`).length),
    unlabelled: inputs.filter(({ id }) => all(`label[for="${id}"]`).length !== 1).length,
    unnamed: all('button, a').filter(({ textContent }) => textContent.trim() === '').length,
    picturesWithoutText: all('img:not([alt])').length,
    idsTwice: ids.length - new Set(ids).size,
    loosePointers: all('[aria-describedby], [aria-labelledby]').filter((one) =>
      idsOf(one).some((id) => !ids.includes(id)),
    ).length,
    tooSmall: all('button, input:not([type="hidden"])').filter((one) => one.getBoundingClientRect().height < 24).length,
  };
}

/** Id or text of what has the focus; empty when nothing has. */
function focused() {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) return '';
  return activeElement.id || activeElement.className || activeElement.textContent.trim();
}

/** In CSS pixels. */
function contentWidth() {
  return document.documentElement.scrollWidth;
}

/** The ratio of WCAG 1.4.3 between the text of each element and what is painted behind it; the least one of the page. */
function leastContrast() {
  const channels = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(one).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll('body *')].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== ''),
  );
  return texts.reduce((least, one) => {
    const front = luminance(channels(getComputedStyle(one).color).slice(0, 3));
    const back = luminance(behind(one));
    return Math.min(least, (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05));
  }, 21);
}

module.exports = { usability, focused, contentWidth, leastContrast };
