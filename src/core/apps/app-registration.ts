import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { type BrandId, uuidv7, type UserId } from '../../kernel/ids';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { seal } from '../../kernel/secrets/sealed-text';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { apiKeyHash, apiKeyPrefix, newApiKey } from './api-key';
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
    return this.create(store, brandId, ADMIN_APP, { isSystem: true, isKeyKept: true, createdBy: null, at: now });
  }

  /** @throws BrandgateError app.exists for a name that another app of the brand has */
  async create(
    store: Store,
    brandId: BrandId,
    draft: AppDraft,
    given: {
      readonly isSystem: boolean;
      /** Whether the key can be shown again later. */
      readonly isKeyKept: boolean;
      readonly createdBy: UserId | null;
      readonly at: number;
    },
  ): Promise<IssuedApp> {
    const { isSystem, isKeyKept, createdBy, at } = given;
    const [uid, apiKey] = [uuidv7(at), newApiKey()];
    const place = { table: 'apps', column: 'key_sealed', brandId, uid };
    const app = {
      ...draft,
      ...{ uid, brandId, isSystem, createdBy, modifiedBy: createdBy, epoch: 0, createdAt: at, modifiedAt: at },
      number: await this.numbers.next(store, brandId, 'app'),
      keyHash: apiKeyHash(apiKey),
      keyPrefix: apiKeyPrefix(apiKey),
      keySealed: isKeyKept ? seal(this.ring, apiKey, place) : null,
      keyChangedAt: at,
    };
    try {
      return { app: { ...app, id: await this.apps.insert(store, app) }, apiKey };
    } catch (error) {
      if (isDuplicate(error, 'name')) throw new BrandgateError('app.exists');
      throw error;
    }
  }
}
