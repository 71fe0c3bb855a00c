import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../config/gateway-config';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';

/** Holds the Auth Key of who is signed in on a brand's pages. */
export const SESSION_COOKIE = 'bg_pages';
/** Holds the token that forms repeat before anybody is signed in. */
export const FORM_COOKIE = 'bg_form';

/**
 * The cookies of a brand's pages: for these pages alone, out of reach of scripts, gone with the browser (SEC-WEB-01).
 * A mail's link is followed from another site, and must find the form's cookie of other open pages: hence Lax for that one.
 */
@Injectable()
export class PageCookies {
  constructor(private readonly config: GatewayConfig) {}

  signedIn(brand: BrandSnapshot, authKey: string): string {
    return `${SESSION_COOKIE}=${authKey}; SameSite=Strict; ${this.attributesOf(brand)}`;
  }

  signedOut(brand: BrandSnapshot): string {
    return `${SESSION_COOKIE}=; Max-Age=0; SameSite=Strict; ${this.attributesOf(brand)}`;
  }

  form(brand: BrandSnapshot, token: string): string {
    return `${FORM_COOKIE}=${token}; SameSite=Lax; ${this.attributesOf(brand)}`;
  }

  newFormToken(): string {
    return randomBytes(32).toString('base64url');
  }

  private attributesOf({ code, settings }: BrandSnapshot): string {
    const origin = settings.pagesOrigin ?? this.config.publicUrl ?? '';
    return `Path=/pages/${encodeURIComponent(code)}; HttpOnly${origin.startsWith('https:') ? '; Secure' : ''}`;
  }
}
