/** Versions of a brand told apart in a day; a client may claim anything. */
const MAX_PROVEN = 200;
/** Further ones, of which only requests without a caller spoke: enough for what a brand has retired. */
const MAX_CLAIMED = 50;
const OTHER = 'other';

/**
 * Which versions of one brand's app are told apart today. Refusals and failed sign-ins cost a stranger nothing, so what
 * they name has a small place of its own: it never takes one from what signed-in users run.
 */
export class VersionSlots {
  private readonly proven = new Set<string>();
  private readonly claimed = new Set<string>();

  /** The name to count a version under. @param isProven whether somebody who is signed in named it */
  nameOf(version: string, isProven: boolean): string {
    if (version === '' || this.proven.has(version)) return version;
    if (isProven && this.proven.size < MAX_PROVEN) {
      this.claimed.delete(version);
      this.proven.add(version);
      return version;
    }
    if (this.claimed.has(version)) return version;
    if (isProven || this.claimed.size >= MAX_CLAIMED) return OTHER;
    this.claimed.add(version);
    return version;
  }
}
