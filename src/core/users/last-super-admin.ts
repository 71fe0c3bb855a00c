import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';
import type { ManagedUser } from './managed-users';
import { SuperAdminRepository } from './super-admin.repository';

/** Somebody must be left who can run the installation (JFW-ADM-05). */
@Injectable()
export class LastSuperAdmin {
  constructor(private readonly superAdmins: SuperAdminRepository) {}

  /**
   * Runs a change that may take the SuperAdmin away, for a user whose row is held. The count comes after the change and
   * in turn with every other such change, so that of two parallel ones the later sees the earlier.
   * @throws BrandgateError user.last-super-admin, and with it the transaction is undone
   */
  async keep<T>(store: Store, { user, type }: ManagedUser, change: () => Promise<T>): Promise<T> {
    if (type !== 'SuperAdmin' || user.status !== 'Active') return change();
    await this.superAdmins.takeTurn(store, user.brandId);
    const result = await change();
    if (await this.superAdmins.isAnyActive(store, user.brandId)) return result;
    throw new BrandgateError('user.last-super-admin');
  }
}
