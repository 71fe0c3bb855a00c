import { Injectable } from '@nestjs/common';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type BrandId, uuidv7 } from '../../kernel/ids';
import { SingleFlightCache } from '../../kernel/single-flight-cache';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { sealedColumn } from '../../kernel/secrets/sealed-column';
import { seal, unseal } from '../../kernel/secrets/sealed-text';
import { Database, type Store } from '../../storage/database';
import { RevocationJournal } from '../revocations/revocation-journal';
import type { SigningKeyEntity } from './signing-key.entity';
import { type NewSigningKey, SigningKeyRepository } from './signing-key.repository';

/** One algorithm for all of them, pinned where tokens are verified (SEC-SES-08). */
export const SIGNING_ALGORITHM = 'ES256';

export const SEALED_SIGNING_KEY = sealedColumn('signing_keys', 'private_sealed');

/** A private key and the name its public half goes by. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

interface Verifying {
  readonly key: CryptoKey | null;
}

const MAX_KEYS = 2_000;
const SKEW_MS = 60_000;

/** The key pairs with which a brand's tokens are signed; the first is made when it is first needed (SEC-SES-08). */
@Injectable()
export class SigningKeys {
  private readonly signing = new SingleFlightCache<BrandId, SigningKey>(MAX_KEYS);
  // Unknown names are not remembered: whoever makes up many of them pushes no good one out.
  private readonly verifying = new SingleFlightCache<string, Verifying>(MAX_KEYS, ({ key }) => key !== null);

  constructor(
    private readonly database: Database,
    private readonly repository: SigningKeyRepository,
    private readonly ring: KeyRing,
    journal: RevocationJournal,
  ) {
    journal.onRevoked(({ scope }) => {
      if (scope === 'brand') this.forget();
    });
    journal.onFlush(() => this.forget());
  }

  /** The key that signs; of any number of nodes that need the first one at once, one makes it. */
  async current(brandId: BrandId, now: number): Promise<SigningKey> {
    return this.signing.get(brandId, async () => {
      const standing = await this.findStanding(this.database.store, brandId, now);
      return standing ?? this.make(brandId, now);
    });
  }

  /** The public half of this name, among the brand's own; null when it has none. */
  async find(brandId: BrandId, kid: string, now: number): Promise<CryptoKey | null> {
    const { key } = await this.verifying.get(`${brandId}:${kid}`, async () => {
      const row = await this.repository.findVerifying(this.database.store, brandId, kid, now);
      return { key: row === null ? null : await imported(row.publicJwk) };
    });
    return key;
  }

  private async make(brandId: BrandId, now: number): Promise<SigningKey> {
    const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const uid = uuidv7(now);
    const privateJwk = JSON.stringify(await exportJWK(privateKey));
    const row: NewSigningKey = {
      ...{ uid, brandId, algorithm: SIGNING_ALGORITHM, activeFrom: now, retiredAt: null, createdAt: now },
      publicJwk: textsOf(await exportJWK(publicKey)),
      privateSealed: seal(this.ring, privateJwk, { ...SEALED_SIGNING_KEY, brandId, uid }),
    };
    return this.database.transaction(async (store) => {
      await this.repository.holdBrand(store, brandId);
      // Another node may have made it meanwhile, by a clock that is a little ahead.
      const standing = await this.findStanding(store, brandId, now + SKEW_MS);
      if (standing !== null) return standing;
      await this.repository.insert(store, row);
      return { kid: uid, key: await imported(JSON.parse(privateJwk) as JWK) };
    });
  }

  /** One whose entry of the key ring is gone signs no more: another takes its place. */
  private async findStanding(store: Store, brandId: BrandId, now: number): Promise<SigningKey | null> {
    for (const row of await this.repository.listSigning(store, brandId, now)) {
      const text = this.unsealed(row);
      if (text !== null) return { kid: row.uid, key: await imported(JSON.parse(text) as JWK) };
    }
    return null;
  }

  private unsealed({ brandId, uid, privateSealed }: SigningKeyEntity): string | null {
    return unseal(this.ring, privateSealed, { ...SEALED_SIGNING_KEY, brandId, uid });
  }

  private forget(): void {
    this.signing.clear();
    this.verifying.clear();
  }
}

async function imported(jwk: JWK): Promise<CryptoKey> {
  // Bytes come of symmetric keys alone.
  return (await importJWK(jwk, SIGNING_ALGORITHM)) as CryptoKey;
}

function textsOf(jwk: JWK): Record<string, string> {
  return Object.fromEntries(
    Object.entries(jwk).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
