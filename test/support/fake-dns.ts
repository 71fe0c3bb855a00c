import { DnsResolver } from '../../src/ports/dns-resolver.port';

/** Name servers that a test writes records into. */
export class FakeDns extends DnsResolver {
  readonly records = new Map<string, string[]>();
  /** Names that were asked for. */
  readonly asked: string[] = [];
  /** Names that are answered when the promise is kept. */
  readonly held = new Map<string, Promise<void>>();

  override async findTexts(name: string): Promise<readonly string[]> {
    this.asked.push(name);
    await this.held.get(name);
    return this.records.get(name) ?? [];
  }
}
