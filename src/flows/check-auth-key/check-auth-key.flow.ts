import { Injectable } from '@nestjs/common';
import { SessionReader } from '../../core/auth-keys/session-reader';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';

/** Whether a key would be accepted now, without saying why not (JFW-SES-07, -08). */
@Injectable()
export class CheckAuthKeyFlow {
  constructor(private readonly reader: SessionReader) {}

  async run(brand: BrandSnapshot, authKey: string, now: number): Promise<boolean> {
    const verdict =
      this.reader.verifyWarm(brand.id, authKey, now) ?? (await this.reader.verifyCold(brand.id, authKey, now));
    if (!('digest' in verdict)) return false;
    // A positive check is a use: the pair's predecessor may no longer be replayed for long (JFW-KEY-12).
    await this.reader.noteFirstUse(verdict.snapshot, now);
    return true;
  }
}
