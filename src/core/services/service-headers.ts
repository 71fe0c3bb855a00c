import { Injectable } from '@nestjs/common';
import { invalidField } from '../../kernel/errors/brandgate-error';
import type { BrandId } from '../../kernel/ids';
import { KeyRing } from '../../kernel/secrets/key-ring';
import type { SealedColumn } from '../../kernel/secrets/sealed-column';
import { seal, type SealPlace } from '../../kernel/secrets/sealed-text';
import {
  isServiceHeaderName,
  isServiceHeaderValue,
  MAX_HEADERS,
  type SealedHeader,
  type ServiceConfig,
} from './service-config';

/** A header as it is given; without a value the one that is there stays. */
export interface GivenHeader {
  readonly name: string;
  readonly value: string | null;
}

interface Owner {
  readonly brandId: BrandId;
  readonly uid: string;
}

/** Encrypts the headers of services, so that no row and no answer holds their values (SEC-KEY-02, -04). */
@Injectable()
export class ServiceHeaders {
  constructor(private readonly ring: KeyRing) {}

  /** @param kept headers whose values may stay @throws BrandgateError request.invalid */
  seal(owner: Owner, given: readonly GivenHeader[], kept: readonly SealedHeader[]): readonly SealedHeader[] {
    if (given.length > MAX_HEADERS) throw invalidField(FIELD, `A service has at most ${MAX_HEADERS} headers.`);
    const names = new Set(given.map(({ name }) => name.toLowerCase()));
    if (names.size !== given.length) throw invalidField(FIELD, 'A header is given twice.');
    return given.map((header) => this.sealOne(owner, header, kept));
  }

  private sealOne(owner: Owner, { name, value }: GivenHeader, kept: readonly SealedHeader[]): SealedHeader {
    if (!isServiceHeaderName(name)) throw invalidField(FIELD, 'A header of this name cannot be sent to a service.');
    if (value === null) {
      const old = kept.find((header) => header.name.toLowerCase() === name.toLowerCase());
      if (!old) throw invalidField(FIELD, 'A header without a value that could stay needs one.');
      return { name, sealed: old.sealed };
    }
    if (!isServiceHeaderValue(value)) throw invalidField(FIELD, 'A header value is 1 to 4096 printable characters.');
    return { name, sealed: seal(this.ring, value, headerPlace(owner, name)) };
  }
}

const FIELD = 'config.headers';

/** Each header has a place of its own: moved to another one its value does not open. */
export function headerPlace({ brandId, uid }: Owner, name: string): SealPlace {
  return { table: SEALED_HEADERS.table, column: placeOf(name), brandId, uid };
}

/** Where the values of headers are kept, one sealed text each. */
export const SEALED_HEADERS: SealedColumn = {
  table: 'services',
  column: 'config',
  rewrite: (value, reseal) => {
    const config = JSON.parse(value) as Partial<ServiceConfig>;
    if (config.headers === undefined || config.headers.length === 0) return value;
    const headers = config.headers.map(({ name, sealed }) => ({ name, sealed: reseal(sealed, placeOf(name)) }));
    return JSON.stringify({ ...config, headers });
  },
};

function placeOf(name: string): string {
  return `config.headers.${name.toLowerCase()}`;
}
