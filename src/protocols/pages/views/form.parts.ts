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
  /** What was typed before is of no use any more. */
  readonly isFresh?: boolean;
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
  const { texts, faults } = context;
  const { hint, isOptional = false } = options;
  const fault = faults.find((one) => one.field === name)?.text;
  const optional = isOptional && markup` <span class="quiet">(${texts.optional})</span>`;
  return markup`<div class="field">
    <label for="${name}">${texts.fields[name]}${optional}</label>
    ${hint && markup`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${fault && markup`<p class="fault" id="${name}-fault">${fault}</p>`}
    <input
      id="${name}"
      name="${name}"
      ${fieldKind(context, name, options)} ${fieldNotes(name, hint, fault)} ${!isOptional && markup`required`}
      autocapitalize="none"
      spellcheck="false"
      maxlength="1024"
    />
  </div>`;
}

/** What may be typed, and what was typed before: never a password. */
function fieldKind({ form: sent }: PageContext, name: FieldName, options: FieldOptions): Html {
  const { type = 'text', autocomplete, inputMode, isFresh = false } = options;
  const value = type === 'password' || isFresh || !Object.hasOwn(sent, name) ? undefined : sent[name];
  return markup`type="${type}" autocomplete="${autocomplete}" ${inputMode && markup`inputmode="${inputMode}"`}
    ${value && markup`value="${value}"`}`;
}

function fieldNotes(name: FieldName, hint: string | undefined, fault: string | undefined): Markup {
  const ids = [hint && `${name}-hint`, fault && `${name}-fault`].filter((id) => id).join(' ');
  if (ids === '') return null;
  return markup`aria-describedby="${ids}" ${fault && markup`aria-invalid="true"`}`;
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
