import { Injectable } from '@nestjs/common';
import { type BrandId, uuidv7, type UserId } from '../../kernel/ids';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { seal, type SealPlace, unseal } from '../../kernel/secrets/sealed-text';
import type { Store } from '../../storage/database';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { apiKeyHash, apiKeyPrefix, newApiKey, SEALED_API_KEY } from './api-key';
import type { AppEntity } from './app.entity';
import { AppRepository } from './app.repository';

/** What the owner of a brand says of an app. */
export type AppDraft = Pick<AppEntity, 'name' | 'description' | 'isActive' | 'type' | 'path' | 'url' | 'defaultRoleId'>;

/** An app with its key, which is shown this once. */
export interface IssuedApp {
  readonly app: AppEntity;
  readonly apiKey: string;
}

const ADMIN_APP: AppDraft = {
  name: 'admin',
  description: "Built in: the brand's own administration.",
  ...{ isActive: true, type: 0, path: null, url: null, defaultRoleId: null },
};

/** Makes apps with keys of their own; keys given from outside are never taken over (DF-KEY-07). */
@Injectable()
export class AppRegistration {
  constructor(
    private readonly apps: AppRepository,
    private readonly numbers: NumberSequenceRepository,
    private readonly ring: KeyRing,
  ) {}

  /** The built-in app of a new brand; its key stays retrievable (DF-GEN-04, DF-KEY-04). */
  async seed(store: Store, brandId: BrandId, now: number): Promise<IssuedApp> {
    return this.create(store, brandId, ADMIN_APP, { isSystem: true, createdBy: null, at: now });
  }

  /** @throws BrandgateError app.exists for a name that another app of the brand has */
  async create(
    store: Store,
    brandId: BrandId,
    draft: AppDraft,
    given: { readonly isSystem: boolean; readonly createdBy: UserId | null; readonly at: number },
  ): Promise<IssuedApp> {
    const { isSystem, createdBy, at } = given;
    const uid = uuidv7(at);
    const { apiKey, columns } = this.issue({ uid, brandId, isSystem }, at);
    const app = {
      ...draft,
      ...columns,
      ...{ uid, brandId, isSystem, createdBy, modifiedBy: createdBy, epoch: 0, createdAt: at, modifiedAt: at },
      number: await this.numbers.next(store, brandId, 'app'),
    };
    return { app: { ...app, id: await this.apps.insert(store, app) }, apiKey };
  }

  /** A new key in place of the old one, which is unknown from then on (DF-KEY-05, -06). */
  async regenerate(
    store: Store,
    app: AppEntity,
    { by, at }: { readonly by: UserId | null; readonly at: number },
  ): Promise<IssuedApp> {
    const { apiKey, columns } = this.issue(app, at);
    const changes = { ...columns, modifiedBy: by, modifiedAt: at };
    await this.apps.update(store, app, changes);
    return { app: { ...app, ...changes }, apiKey };
  }

  /** The key in full, while it is kept and the ring can read it; else null. */
  reveal(app: AppEntity): string | null {
    return app.keySealed === null ? null : unseal(this.ring, app.keySealed, placeOf(app));
  }

  /** Only the built-in app's key can be shown again later (DF-KEY-04). */
  private issue(app: Pick<AppEntity, 'uid' | 'brandId' | 'isSystem'>, at: number) {
    const apiKey = newApiKey();
    const columns = {
      keyHash: apiKeyHash(apiKey),
      keyPrefix: apiKeyPrefix(apiKey),
      keySealed: app.isSystem ? seal(this.ring, apiKey, placeOf(app)) : null,
      keyChangedAt: at,
    };
    return { apiKey, columns };
  }
}

function placeOf({ uid, brandId }: Pick<AppEntity, 'uid' | 'brandId'>): SealPlace {
  return { ...SEALED_API_KEY, brandId, uid };
}
