import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../kernel/secrets/key-ring';
import type { SealedColumn } from '../../kernel/secrets/sealed-column';
import { sealedBy } from '../../kernel/secrets/sealed-text';
import { Database } from '../../storage/database';
import { type CountById, RingUsageRepository } from './ring-usage.repository';
import { SEALED_COLUMNS } from './sealed-columns';
import { SealedTextRepository } from './sealed-text.repository';

/** What still needs an entry of the key ring. */
export interface EntryUsage {
  readonly id: string;
  /** `writing`: the first of the ring. `missing`: rows name it, and the ring does not have it. */
  readonly state: 'writing' | 'reading' | 'missing';
  readonly sealedTexts: number;
  readonly passwords: number;
  readonly sessions: number;
}

const PAGE = 1_000;

/** Tells when an entry of the key ring may be taken out: when no row names it (SEC-KEY-03). */
@Injectable()
export class RingUsage {
  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly usage: RingUsageRepository,
    private readonly sealed: SealedTextRepository,
  ) {}

  /** The ring's entries in their order, then those that are missing. */
  async list(now: number): Promise<EntryUsage[]> {
    const { store } = this.database;
    const passwords = await this.usage.countPasswords(store);
    const sessions = await this.usage.countSessions(store, now);
    const sealedTexts = await this.countSealedTexts();
    const named = [...passwords.keys(), ...sessions.keys(), ...sealedTexts.keys()];
    return [...new Set([...this.ring.ids, ...named])].map((id) => ({
      id,
      state: this.stateOf(id),
      sealedTexts: sealedTexts.get(id) ?? 0,
      passwords: passwords.get(id) ?? 0,
      sessions: sessions.get(id) ?? 0,
    }));
  }

  private stateOf(id: string): EntryUsage['state'] {
    if (id === this.ring.currentId) return 'writing';
    return this.ring.ids.includes(id) ? 'reading' : 'missing';
  }

  private async countSealedTexts(): Promise<CountById> {
    const counts = new Map<string, number>();
    for (const column of SEALED_COLUMNS) await this.addTexts(column, counts);
    return counts;
  }

  private async addTexts(column: SealedColumn, counts: Map<string, number>): Promise<void> {
    for (let afterId: number | undefined = 0; afterId !== undefined;) {
      const rows = await this.sealed.list(this.database.store, column, afterId, PAGE);
      for (const { value } of rows) {
        column.rewrite(value, (sealed) => {
          const id = sealedBy(sealed);
          if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
          return sealed;
        });
      }
      afterId = rows.at(-1)?.id;
    }
  }
}

/** Whether an entry may be taken out of the ring. */
export function isFree({ state, sealedTexts, passwords, sessions }: EntryUsage): boolean {
  return state === 'reading' && sealedTexts + passwords + sessions === 0;
}
