/** One record to import: members as the contract names them, any of them text as a CSV file knows nothing else. */
export interface ImportLine {
  /** Where it stands in its source, for the report. */
  readonly line: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/** What became of one record. */
export type ImportOutcome = { readonly line: number } & (
  | { readonly kind: 'imported'; readonly uid: string; readonly number: number }
  /** An account of the brand goes by this name already. */
  | { readonly kind: 'skipped'; readonly field: string }
  | { readonly kind: 'refused'; readonly field: string; readonly reason: string }
);
