import type { BrandSettings } from '../../src/core/brands/brand-settings';
import type { Belongings } from './belongings';
import type { IdKind } from './id-kind';

/** A place in a request that names something of a brand. */
export class Slot {
  constructor(
    readonly kind: IdKind,
    /** The request names something new: what other brands call so does not matter. */
    readonly isNew: boolean,
  ) {}
}

/** Here stands the id of something that exists. */
export const id = (kind: IdKind): Slot => new Slot(kind, false);

/** Here stands the name of something that the request makes. */
export const fresh = (kind: IdKind): Slot => new Slot(kind, true);

/** What stands in the place of an id. */
export type Variant =
  'own' | 'foreign' | 'foreign, deleted' | 'deleted' | 'malformed' | "child brand's" | "another user's";

/** How one route is asked, and what makes an answer of it a success. */
export interface RouteCase {
  /** Which of several cases of the route. */
  readonly as?: string;
  readonly path?: Readonly<Record<string, Slot | string>>;
  /** Names with brackets for lists: `{ 'ids[0]': id('userId') }`. */
  readonly query?: Readonly<Record<string, Slot | string>>;
  readonly headers?: Readonly<Record<string, Slot | string>>;
  readonly body?: object;
  /** Status of a success; 200 unless said. */
  readonly ok?: number;
  /** Settings that the case needs its brand to have. */
  readonly settings?: Partial<BrandSettings>;
  /** Brings the things of the positive control into the state that the request is for. */
  readonly arrange?: (own: Belongings) => Promise<unknown>;
  /** Members of the answer that are made anew for every request. */
  readonly varies?: readonly string[];
  /** Where an answer may tell more than "there is no such thing", each with its reason. */
  readonly tells?: Readonly<Partial<Record<Variant, string>>>;
  /** Where the answer is the same whatever is named (SEC-ENU-02): what differs after a success instead. */
  readonly leaves?: (own: Belongings) => Promise<unknown>;
  /** Who succeeds; told by what the route demands unless said. */
  readonly by?: readonly ('user' | 'admin' | 'parent' | 'superAdmin')[];
}

/** Cases by `METHOD /path` as the router has it; several for a route that can be asked in several ways. */
export type Cases = Readonly<Record<string, RouteCase | readonly RouteCase[]>>;
