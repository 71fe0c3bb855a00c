import { Resolver } from 'node:dns/promises';
import { DnsResolver } from '../../ports/dns-resolver.port';

/** All tries of one question together. */
const PATIENCE_MS = 5_000;
/** The second try waits twice as long. */
const TRY_MS = 1_500;
const TRIES = 2;
/** Questions under way at once; more are answered as if there were nothing. */
const MAX_PARALLEL = 20;
const MAX_RECORDS = 50;

/** Asks the system's name servers. */
export class NodeDnsResolver extends DnsResolver {
  private underWay = 0;

  /** @param servers addresses, with a port where it is not 53; the system's own when absent */
  constructor(private readonly servers?: readonly string[]) {
    super();
  }

  override async findTexts(name: string): Promise<readonly string[]> {
    if (this.underWay >= MAX_PARALLEL) return [];
    // Each question has a resolver of its own, because cancelling ends everything that one has under way.
    const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
    if (this.servers !== undefined) resolver.setServers(this.servers);
    const impatience = setTimeout(() => resolver.cancel(), PATIENCE_MS);
    this.underWay += 1;
    try {
      const records = await resolver.resolveTxt(name);
      // A long text comes in pieces of 255 bytes.
      return records.slice(0, MAX_RECORDS).map((pieces) => pieces.join(''));
    } catch {
      // No such name, no such record, no answer: whichever it is, the proof is not there.
      return [];
    } finally {
      clearTimeout(impatience);
      this.underWay -= 1;
    }
  }
}
