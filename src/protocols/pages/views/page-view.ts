import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import type { BrandPage } from '../../../core/mail/brand-pages';
import type { Form } from '../form-body';
import type { Html } from '../markup/html';
import type { Texts } from '../texts/en';
import type { Language } from '../texts/languages';

/** Something on a form that has to be put right. */
export interface Fault {
  /** Null when it is about no single field. */
  readonly field: string | null;
  readonly text: string;
}

/** What every page is made from. */
export interface PageContext {
  readonly brand: BrandSnapshot;
  readonly language: Language;
  readonly texts: Texts;
  /** What was sent, for fields to be shown again; secrets are not. */
  readonly form: Form;
  readonly query: URLSearchParams;
  readonly faults: readonly Fault[];
  /** Of the page's forms. */
  readonly token: string;
  /** Address of a page of the brand, such as `sign-in`; the language that was chosen goes with it. */
  readonly href: (place: string) => string;
}

/** A secret of a link, on its way to the form that redeems it: it is in no address that leads on. */
export interface LinkSecret {
  readonly page: BrandPage;
  readonly members: Form;
}

/** A page without what surrounds all of them. */
export interface PageView {
  readonly title: string;
  readonly body: Html;
  readonly isWide?: boolean;
  /** The page in another language is asked for by a form that carries this; by a link where there is none. */
  readonly secret?: LinkSecret;
}

export type View = (context: PageContext) => PageView;

/** A page shows more than fits its address: who has done something is sent on to a page that can be loaded again. */
export class SeeOther {
  constructor(
    /** A page of the brand, as `href` takes it. */
    readonly place: string,
  ) {}
}

/** What is no page: the picture in the tab. */
export class Picture {
  constructor(readonly svg: Html) {}
}

export type PageAnswer = View | SeeOther | Picture;
