import type { BrandId } from '../../kernel/ids';
import type { BrandProfile, BrandStatus } from './brand.entity';
import type { BrandSettings } from './brand-settings';

export interface BrandDomain {
  readonly uid: string;
  /** Normalised: `host` or `host:port`. */
  readonly domain: string;
  /** One verified domain of a brand is; links lead there. */
  readonly isPrimary: boolean;
  readonly verifiedAt: number | null;
  /** What its DNS has to show; null once it is verified. */
  readonly verificationToken: string | null;
  readonly createdAt: number;
}

/** A brand as requests see it: its row, its domains and its settings with the defaults filled in. */
export interface BrandSnapshot {
  readonly id: BrandId;
  readonly uid: string;
  readonly parentId: BrandId | null;
  readonly parentUid: string | null;
  readonly code: string;
  readonly name: string;
  readonly abbr: string;
  readonly description: string | null;
  readonly tags: string | null;
  readonly status: BrandStatus;
  readonly isSystem: boolean;
  readonly profile: BrandProfile;
  readonly settings: BrandSettings;
  readonly domains: readonly BrandDomain[];
}
