/** Markup that is safe to send: made by `markup` alone. */
export class Html {
  private constructor(readonly text: string) {}

  /** @internal for `markup` and for what is no text, such as a style sheet */
  static trusted(text: string): Html {
    return new Html(text);
  }
}

/** What may stand in a template: markup as it is, texts and numbers escaped, nothing for what is absent, lists one after the other. */
export type Markup = Html | string | number | null | undefined | false | readonly Markup[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values cannot become markup. Attributes stand in double quotes: the escaping counts on it. */
export function markup(parts: TemplateStringsArray, ...values: readonly Markup[]): Html {
  let text = parts[0] ?? '';
  values.forEach((value, index) => (text += textOf(value) + (parts[index + 1] ?? '')));
  return Html.trusted(text);
}

function textOf(value: Markup): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
