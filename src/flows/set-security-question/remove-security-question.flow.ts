import { Injectable } from '@nestjs/common';
import { type Actor, originOf } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { PasswordProof } from '../../core/passwords/password-proof';
import { SecurityQuestionRepository } from '../../core/security-questions/security-question.repository';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { UserId } from '../../kernel/ids';
import { Database } from '../../storage/database';

export interface RemoveSecurityQuestionCommand {
  readonly userId: UserId;
  readonly password: string;
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** A user has no security question any more; none to remove is no error. */
@Injectable()
export class RemoveSecurityQuestionFlow {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly proof: PasswordProof,
    private readonly repository: SecurityQuestionRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied for a wrong password */
  async run(actor: Actor, brand: BrandSnapshot, command: RemoveSecurityQuestionCommand): Promise<void> {
    const { userId, password, at, signal } = command;
    const user = await this.users.findById(this.database.store, brand.id, userId);
    if (!user) throw new BrandgateError('access.denied', { reason: 'user-deleted' });
    const context = { brandId: brand.id, ...(signal ? { signal } : {}) };
    await this.proof.require(brand, user, password, at, context);
    await this.database.transaction(async (store) => {
      if (!(await this.repository.remove(store, { brandId: brand.id, userId }))) return;
      const event = { event: 'user.question_changed' as const, target: { type: 'user', id: user.uid } };
      await this.audit.record(store, originOf(actor), { ...event, details: { removed: true } });
    });
  }
}
