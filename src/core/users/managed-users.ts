import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';
import { type Caller, isSelf, requireReach } from '../roles/caller';
import type { UserType } from '../roles/permission';
import { type HeldRole, RoleRepository, userTypeOf } from '../roles/role.repository';
import { ManagedUserRepository } from './managed-user.repository';
import type { UserEntity } from './user.entity';

/** An account that somebody acts on, as it is while its row is held. */
export interface ManagedUser {
  readonly user: UserEntity;
  readonly roles: readonly HeldRole[];
  readonly type: UserType;
}

/** Accounts that somebody administers. */
@Injectable()
export class ManagedUsers {
  constructor(
    private readonly users: ManagedUserRepository,
    private readonly roles: RoleRepository,
  ) {}

  /**
   * A living account, held for this transaction: status, names, type and roles stay what they are read as, because
   * everything that changes them holds the row first. For callers whose permission is already judged (JFW-ADM-06).
   * @throws BrandgateError user.not-found; access.denied for a user of a higher tier (JFW-ADM-05)
   */
  async hold(store: Store, caller: Caller, uid: string): Promise<ManagedUser> {
    const user = await this.users.hold(store, caller.brandId, uid);
    if (!user) throw new BrandgateError('user.not-found');
    const roles = await this.roles.listOfUser(store, caller.brandId, user.id);
    const type = userTypeOf(roles);
    if (!isSelf(caller, user.uid)) requireReach(caller, type);
    return { user, roles, type };
  }
}
