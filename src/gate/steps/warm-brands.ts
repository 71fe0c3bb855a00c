import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { RevocationJournal } from '../../core/revocations/revocation-journal';

const MAX_SPELLINGS = 10_000;
// No header value holds a line feed, so the two texts cannot run into each other.
const SEPARATOR = '\n';

/**
 * Which brand a pair of raw header texts came to, so that a warm request costs one look-up instead of two host-name
 * parses. Any change of a brand, or of the installation's settings, empties it. Only successes are kept.
 */
@Injectable()
export class WarmBrands {
  /** Moves on whenever the table is emptied: what was resolved before that is not kept. */
  generation = 0;
  private readonly bySpelling = new LRUCache<string, BrandSnapshot>({ max: MAX_SPELLINGS });

  constructor(journal: RevocationJournal, settings: GatewaySettings) {
    journal.onRevoked(({ scope }) => {
      if (scope === 'brand') this.clear();
    });
    journal.onFlush(() => this.clear());
    settings.onLoaded(() => this.clear());
  }

  find(header: string | undefined, host: string | undefined): BrandSnapshot | undefined {
    return header === undefined ? undefined : this.bySpelling.get(header + SEPARATOR + (host ?? ''));
  }

  keep(header: string, host: string | undefined, brand: BrandSnapshot, generation: number): void {
    if (generation === this.generation) this.bySpelling.set(header + SEPARATOR + (host ?? ''), brand);
  }

  private clear(): void {
    this.generation += 1;
    this.bySpelling.clear();
  }
}
