import { Injectable } from '@nestjs/common';
import { type BrandId, isUuid } from '../../kernel/ids';
import { SingleFlightCache } from '../../kernel/single-flight-cache';
import { Database } from '../../storage/database';
import { RevocationJournal } from '../revocations/revocation-journal';
import { BrandRepository } from './brand.repository';
import type { BrandSnapshot } from './brand-snapshot';

interface Answer {
  readonly brand: BrandSnapshot | null;
}

const MAX_NAMES = 10_000;
const MAX_BRANDS = 2_000;
/** Wide enough for every code there may be; what it lets through is looked for as it is. */
const BRAND_CODE = /^[\w.-]{1,64}$/;
const NOBODY: Answer = { brand: null };

/** Which brand a name stands for, from memory. Any change of any brand empties it; brands change rarely. */
@Injectable()
export class BrandDirectory {
  private readonly byName = new SingleFlightCache<string, Answer>(MAX_NAMES);
  private readonly byUid = new SingleFlightCache<string, Answer>(MAX_NAMES);
  private readonly byCode = new SingleFlightCache<string, Answer>(MAX_NAMES);
  private readonly byId = new SingleFlightCache<number, Answer>(MAX_BRANDS);

  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    journal: RevocationJournal,
  ) {
    journal.onRevoked(({ scope }) => {
      if (scope === 'brand') this.forget();
    });
    journal.onFlush(() => this.forget());
  }

  /** `keys` in order of precedence, all of them made by `parseBrandUrl`. */
  async findByDomain(keys: readonly string[]): Promise<BrandSnapshot | null> {
    const answer = await this.byName.get(keys.join(' '), async () => {
      const id = await this.brands.findIdByDomain(this.database.store, keys);
      return id === null ? NOBODY : { brand: await this.findById(id) };
    });
    return answer.brand;
  }

  /** @param uid the public id, as a path names it */
  async findByUid(uid: string): Promise<BrandSnapshot | null> {
    // Text of the wrong shape would push the known ones out of memory.
    if (!isUuid(uid)) return null;
    const answer = await this.byUid.get(uid, async () => {
      const id = await this.brands.findIdByUid(this.database.store, uid);
      return id === null ? NOBODY : { brand: await this.findById(id) };
    });
    return answer.brand;
  }

  /** @param code its name in paths */
  async findByCode(code: string): Promise<BrandSnapshot | null> {
    if (!BRAND_CODE.test(code)) return null;
    const answer = await this.byCode.get(code, async () => {
      const id = await this.brands.findIdByCode(this.database.store, code);
      return id === null ? NOBODY : { brand: await this.findById(id) };
    });
    return answer.brand;
  }

  async findById(id: BrandId): Promise<BrandSnapshot | null> {
    const answer = await this.byId.get(id, async () => ({
      brand: await this.brands.findSnapshot(this.database.store, id),
    }));
    return answer.brand;
  }

  /** True when `ancestor` is on the parent chain of `brand` (JFW-CAL-04). */
  async isAncestor(ancestor: BrandId, brand: BrandSnapshot): Promise<boolean> {
    // A ring that somebody made by hand ends where it began.
    const passed = new Set<BrandId>();
    let { parentId } = brand;
    while (parentId !== null && !passed.has(parentId)) {
      if (parentId === ancestor) return true;
      passed.add(parentId);
      parentId = (await this.findById(parentId))?.parentId ?? null;
    }
    return false;
  }

  private forget(): void {
    this.byName.clear();
    this.byUid.clear();
    this.byCode.clear();
    this.byId.clear();
  }
}
