/** The DNS, as far as the proof of a domain's owner needs it. */
export abstract class DnsResolver {
  /**
   * The TXT records of a name, each as one text. Empty also when there is no such name, and when nobody answers within
   * 5 s: who asks cannot mend either.
   */
  abstract findTexts(name: string): Promise<readonly string[]>;
}
