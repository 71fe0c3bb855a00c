/**
 * Where the keys are kept between two starts of the app: one text under one name. Several clients may share it (two
 * tabs, an app and its extension). Choose what the platform protects best, such as the keychain.
 */
export interface KeyStorage {
  /** @returns the text saved last, or null */
  load(): Promise<string | null>;
  /** Resolves when the text is safe: the client uses new keys only then. */
  save(text: string): Promise<void>;
  clear(): Promise<void>;
  /**
   * Does the work while no other client of this storage does any; in a browser
   * `(work) => navigator.locks.request('brandgate', work)`. May be left out. Without it two clients can be unlucky: both
   * ask again for an answer that was lost over a minute ago, the first uses the keys before the other has asked, and
   * the gateway must take the other for a thief (JFW-REF-04 row 7).
   */
  lock?<T>(work: () => Promise<T>): Promise<T>;
}
