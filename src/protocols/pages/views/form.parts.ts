import { TOKEN_MEMBER } from '../form-token';
import { type Html, markup, type Markup } from '../markup/html';
import type { Texts } from '../texts/en';
import type { PageContext } from './page-view';

export type FieldName = keyof Texts['fields'];

interface FieldOptions {
  readonly type?: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly hint?: string;
  readonly isOptional?: boolean;
  readonly inputMode?: 'numeric' | 'email';
  readonly value?: string;
  readonly minLength?: number;
}

/** A form of ours: its token goes with it, and so does what is hidden. */
export function form(
  context: PageContext,
  place: string,
  content: Markup,
  hidden: Readonly<Record<string, string>> = {},
): Html {
  const members = Object.entries({ ...hidden, [TOKEN_MEMBER]: context.token });
  // The gateway judges what was typed, and words it in the page's language.
  return markup`<form method="post" action="${context.href(place)}" novalidate>
    ${members.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}" />`)} ${content}
  </form>`;
}

/** A labelled field with its hint and what is wrong with it, tied together for screen readers. */
export function field(context: PageContext, name: FieldName, options: FieldOptions): Html {
  const { texts, faults, form: sent } = context;
  const { type = 'text', autocomplete, hint, isOptional = false, inputMode } = options;
  const fault = faults.find((one) => one.field === name)?.text;
  const value =
    type === 'password' ? undefined : (options.value ?? (Object.hasOwn(sent, name) ? sent[name] : undefined));
  const described = [hint && `${name}-hint`, fault && `${name}-fault`].filter((id) => id).join(' ');
  const optional = isOptional && markup` <span class="quiet">(${texts.optional})</span>`;
  return markup`<div class="field">
    <label for="${name}">${texts.fields[name]}${optional}</label>
    ${hint && markup`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${fault && markup`<p class="fault" id="${name}-fault">${fault}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      ${value && markup`value="${value}"`} ${inputMode && markup`inputmode="${inputMode}"`}
      ${described && markup`aria-describedby="${described}"`} ${fault && markup`aria-invalid="true"`}
      ${!isOptional && markup`required`}
      autocapitalize="none"
      spellcheck="false"
      maxlength="1024"
    />
  </div>`;
}

/** What is wrong, at the head of the page and first in the focus; each leads to its field. */
export function faultSummary({ texts, faults }: PageContext): Html | null {
  if (faults.length === 0) return null;
  const items = faults.map(({ field: name, text }) => {
    return markup`<li>${name === null ? text : markup`<a href="#${name}">${text}</a>`}</li>`;
  });
  return markup`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary-title">
    <h2 id="summary-title">${texts.checkThese}</h2>
    <ul>
      ${items}
    </ul>
  </div>`;
}

export function submit(label: string): Html {
  return markup`<button type="submit">${label}</button>`;
}

/** The title, what it is about, and what went wrong. */
export function heading(context: PageContext, title: string, lead?: string): Html {
  return markup`<h1>${title}</h1>
    ${lead && markup`<p class="lead">${lead}</p>`} ${faultSummary(context)}`;
}

/** Where to go from here. */
export function links(...items: readonly Markup[]): Html {
  return markup`<ul class="after">
    ${items.map((item) => item && markup`<li>${item}</li>`)}
  </ul>`;
}

export function link(address: string, label: string): Html {
  return markup`<a href="${address}">${label}</a>`;
}
