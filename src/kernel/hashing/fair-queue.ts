/**
 * Waiting entries, one line a brand, served in turn: a brand that fills its own line delays another one by at most one entry a
 * turn (SEC-PW-01). Lines are served in the order in which they were last served.
 */
export class FairQueue<T> {
  readonly #lines = new Map<number, T[]>();
  #size = 0;

  /** Entries of all brands. */
  get size(): number {
    return this.#size;
  }

  /** Entries of one brand. */
  countOf(brandId: number): number {
    return this.#lines.get(brandId)?.length ?? 0;
  }

  /** How many entries are served before one that this brand would add now. */
  countAhead(brandId: number): number {
    const own = this.countOf(brandId);
    let ahead = own;
    for (const [id, line] of this.#lines) if (id !== brandId) ahead += Math.min(line.length, own + 1);
    return ahead;
  }

  push(brandId: number, entry: T): void {
    const line = this.#lines.get(brandId);
    if (line === undefined) this.#lines.set(brandId, [entry]);
    else line.push(entry);
    this.#size += 1;
  }

  /** The next entry in turn, or undefined when nothing waits. */
  shift(): T | undefined {
    for (const [brandId, line] of this.#lines) {
      const entry = line.shift();
      // A Map keeps insertion order: taking the line out and putting it back moves it to the end of the round.
      this.#lines.delete(brandId);
      if (line.length > 0) this.#lines.set(brandId, line);
      this.#size -= 1;
      return entry;
    }
    return undefined;
  }

  /** Takes the newest entry of a brand other than `brandId` that holds more than `limit` entries; undefined when none does. */
  popFromHolderOfMoreThan(limit: number, brandId: number): T | undefined {
    for (const [id, line] of this.#lines) {
      if (id === brandId || line.length <= limit) continue;
      this.#size -= 1;
      return line.pop();
    }
    return undefined;
  }

  /** Takes one entry out, wherever it stands; false when it waits no more. */
  remove(brandId: number, entry: T): boolean {
    const line = this.#lines.get(brandId) ?? [];
    const index = line.indexOf(entry);
    if (index < 0) return false;
    line.splice(index, 1);
    if (line.length === 0) this.#lines.delete(brandId);
    this.#size -= 1;
    return true;
  }
}
