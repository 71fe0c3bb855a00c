import { Injectable } from '@nestjs/common';
import { RoleReader } from '../../../core/roles/role-reader';
import type { UserEntity } from '../../../core/users/user.entity';
import type { AccountKind } from './password-request';
import { wrongKind } from './password.texts';

type NamedAccount = Pick<UserEntity, 'brandId' | 'id' | 'emailAddress' | 'username' | 'code'>;

/** Tells administrators from everybody else (DF-GEN-02). */
@Injectable()
export class AccountKinds {
  constructor(private readonly roles: RoleReader) {}

  async isOfKind({ brandId, id }: Pick<UserEntity, 'brandId' | 'id'>, kind: AccountKind): Promise<boolean> {
    const type = await this.roles.typeOf(brandId, id);
    return (type === 'Admin' || type === 'SuperAdmin') === (kind === 'admin');
  }

  /** @throws BrandgateError 401 */
  async require(user: NamedAccount, kind: AccountKind): Promise<void> {
    if (!(await this.isOfKind(user, kind))) throw wrongKind(user.emailAddress ?? user.username ?? user.code);
  }
}
