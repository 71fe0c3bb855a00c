/** What an `AbortSignal` must at least have; React Native's has no more than this. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The platform's own `AbortSignal` where its types are known (DOM, Node), else the least one can be. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Known } } ? Known : AbortSignalLike;
