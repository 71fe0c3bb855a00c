import { DnsResolver } from '../../src/ports/dns-resolver.port';

/** Name servers that a test writes records into. */
export class FakeDns extends DnsResolver {
  readonly records = new Map<string, string[]>();
  /** Names that were asked for. */
  readonly asked: string[] = [];

  override async findTexts(name: string): Promise<readonly string[]> {
    this.asked.push(name);
    return this.records.get(name) ?? [];
  }
}
