/** What the process ends with; scripts rely on these (docs/guides/command-line.md). */
export const EXIT = {
  ok: 0,
  /** Refused, or tried and failed. */
  failed: 1,
  /** The command line itself is wrong: nothing was tried. */
  usage: 2,
  /** The database or the gateway cannot be reached, or is not ready. */
  unavailable: 3,
  /** What the command names does not exist. */
  notFound: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
