/** A page of a list: what it is narrowed to, which part is wanted, in which order. */
export interface ListRequest<F, S> {
  readonly filter: F;
  /** `number` counts from 0. */
  readonly page: { readonly number: number; readonly size: number };
  readonly sort: { readonly field: S; readonly order: 'ASC' | 'DESC' };
}
