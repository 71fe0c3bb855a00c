import type { UserEntity } from './user.entity';

/** An account that waits for its first password: invited, or registered and not confirmed; nobody was ever in it. */
export function isPendingAccount(user: UserEntity): boolean {
  const { status, passwordHash, passwordChangedAt, lastLoginAt } = user;
  return status === 'Inactive' && passwordHash === null && passwordChangedAt === null && lastLoginAt === null;
}
