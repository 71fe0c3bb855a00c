import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import { type Palette, paletteOf } from './palette';

/** How a brand's pages look, from what it says of itself; nothing in it is unfit to be sent. */
export interface BrandLook {
  readonly name: string;
  readonly slogan: string | null;
  /** Https addresses. */
  readonly logo: URL | null;
  readonly favicon: URL | null;
  readonly palette: Palette;
  readonly supportAddress: string | null;
}

/** For answers to requests that name no brand we know. */
export const NO_BRAND: BrandLook = {
  ...{ name: 'Brandgate', slogan: null, logo: null, favicon: null, supportAddress: null },
  palette: paletteOf({}),
};

export function lookOf({ name, profile, settings }: BrandSnapshot): BrandLook {
  return {
    name,
    slogan: profile.slogan ?? null,
    logo: pictureOf(profile.logoURL),
    favicon: pictureOf(profile.faviconURL),
    palette: paletteOf(profile),
    supportAddress: settings.supportAddress,
  };
}

/** A picture that comes over http could be anybody's, and browsers would not show it on a page of https. */
function pictureOf(address: string | null | undefined): URL | null {
  const url = URL.parse(address ?? '');
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url : null;
}
