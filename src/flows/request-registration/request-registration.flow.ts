import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { RECOVERY_TARGET } from '../../core/brands/settings/rate-limits';
import type { InvitationLetter } from '../../core/challenges/invitation-mail';
import { RecoveryBudget } from '../../core/challenges/recovery-budget';
import { Outbox } from '../../core/outbox/outbox';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { canonicalEmail } from '../../kernel/text/canonical-key';
import { Database } from '../../storage/database';

export interface RequestRegistrationCommand {
  readonly emailAddress: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly nickName?: string | undefined;
  /** What the person reads; absent: the brand's language. */
  readonly languageCode?: string | undefined;
  /** The form of the secret, and where the mail leads; absent: a link to the brand's page. The caller has judged it. */
  readonly letter?: Pick<InvitationLetter, 'kind' | 'link'> | undefined;
  readonly at: number;
}

/** What the job knows; never a password (DF-USR-05). */
export type Registration = Omit<RequestRegistrationCommand, 'at'>;

export const REGISTRATION_JOB = 'registration';

const MAX_NAME = 100;
const MAX_LANGUAGE = 35;

/**
 * Somebody asks for an account with an address that they have not proven yet. Whoever has it, the same is done: two
 * counters and one row of the outbox; what there is already is found out behind it (SEC-ENU-02).
 */
@Injectable()
export class RequestRegistrationFlow {
  constructor(
    private readonly database: Database,
    private readonly budget: RecoveryBudget,
    private readonly outbox: Outbox,
  ) {}

  /** @throws BrandgateError registration.disabled before anything else; request.invalid for what is no address */
  async run(brand: BrandSnapshot, command: RequestRegistrationCommand): Promise<void> {
    const { emailAddress, firstName, lastName, nickName, languageCode, letter, at } = command;
    const { selfRegistration, emailTokenLifetime, rateLimits } = brand.settings;
    if (!selfRegistration) throw new BrandgateError('registration.disabled', { reason: 'registration-off' });
    const key = canonicalEmail(emailAddress);
    if (key === null) throw invalidField('emailAddress', 'emailAddress must be an e-mail address.');
    requireShort('firstName', firstName);
    requireShort('lastName', lastName);
    requireShort('nickName', nickName);
    requireShort('languageCode', languageCode, MAX_LANGUAGE);
    // A canonical address has no blank in it, so that nothing asked for elsewhere counts here.
    const isWithin = await this.budget.take(
      brand.id,
      `registration ${key}`,
      rateLimits['recoveryTarget'] ?? RECOVERY_TARGET,
    );
    const payload = { emailAddress, firstName, lastName, nickName, languageCode, letter } satisfies Registration;
    // A request too many costs the same row; it has expired before anybody looks at it.
    const expiresAt = isWithin ? at + emailTokenLifetime * 1_000 : at;
    const row = { brandId: brand.id, userId: null, kind: 'job' as const, topic: REGISTRATION_JOB, payload, expiresAt };
    await this.database.transaction((store) => this.outbox.add(store, row, at));
  }
}

function requireShort(field: string, text: string | undefined, max = MAX_NAME): void {
  if (text !== undefined && [...text].length > max)
    throw invalidField(field, `${field} has at most ${max} characters.`);
}
