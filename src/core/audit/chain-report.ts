import type { BrandId } from '../../kernel/ids';

/** What can be wrong with a chain; `docs/operations.md` says what each means. */
export type ChainFault =
  | 'row-changed'
  | 'row-missing'
  | 'tail-missing'
  | 'head-changed'
  | 'head-missing'
  | 'beyond-head'
  | 'note-differs'
  | 'unsealed';

export interface ChainPlace {
  /** Null for a row that has no place. */
  readonly sequence: number | null;
  /** Public id of the event; null when there is none left. */
  readonly eventUid: string | null;
}

export interface ChainBreak extends ChainPlace {
  readonly fault: ChainFault;
}

/** A place in a chain with its hash in hex: printed, so that it can be noted elsewhere, and compared later. */
export interface ChainNote {
  readonly sequence: number;
  readonly hash: string;
}

export interface ChainReport {
  readonly brandId: BrandId;
  /** Where the chain ends; null when the brand has no event yet. */
  readonly head: ChainNote | null;
  /** Events up to this number were removed by the retention. */
  readonly prunedSequence: number;
  readonly checked: number;
  readonly firstBreak: ChainBreak | null;
  /** First row that is dated long before one sealed earlier: written by hand, or a clock that jumped. No break. */
  readonly backdated: ChainPlace | null;
  /** Whether the note was met; null without one, and when its place is pruned away. */
  readonly isNoteMet: boolean | null;
}
