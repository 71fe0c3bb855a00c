import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { normalisePassword } from '../../kernel/hashing/password-hasher';
import { BreachedPasswords } from '../../ports/breached-passwords.port';
import { EventLog } from '../../ports/event-log.port';
import { GatewaySettings } from '../gateway-settings/gateway-settings';

const RETRY_SECONDS = 60;

/** The operator's list of breached passwords, where there is one (SEC-PW-07). */
@Injectable()
export class BreachedList {
  constructor(
    private readonly settings: GatewaySettings,
    private readonly passwords: BreachedPasswords,
    private readonly log: EventLog,
  ) {}

  /** @throws BrandgateError server.unavailable when the list is there and cannot be read: nothing is let through unseen */
  async holds(password: string): Promise<boolean> {
    const file = this.settings.current.breachedPasswordFile;
    const text = normalisePassword(password);
    if (file === null || text === null) return false;
    try {
      return await this.passwords.holds(file, text);
    } catch (error) {
      this.log.error('passwords.list-unreadable', error, { setting: 'breachedPasswordFile' });
      throw new BrandgateError('server.unavailable', { cause: error, retryAfter: RETRY_SECONDS });
    }
  }
}
