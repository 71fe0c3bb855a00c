import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { type BrandId, isUuid } from '../../kernel/ids';
import { canonicalEmail, canonicalIdentifier, canonicalPhone } from '../../kernel/text/canonical-key';
import { Database } from '../../storage/database';
import { type ListPage, type ListRequest, narrowToKeywords, narrowToText, readPage } from '../../storage/list-page';
import { RoleEntity } from '../roles/role.entity';
import { UserRoleEntity } from '../roles/user-role.entity';
import { IdentifierEntity } from './identifier.entity';
import { UserEntity } from './user.entity';

/** What a list of users is narrowed to; absent members narrow nothing (jfw.md, EP-17). */
export interface UserFilter {
  /** Public ids; what is none names nobody. */
  readonly uids?: readonly string[] | undefined;
  /** Public id of a role that the user holds. */
  readonly roleUid?: string | undefined;
  readonly type?: string | undefined;
  /** As a User shows it: `Locked` is an account that is locked automatically, too. Deleted ones are listed for `Deleted` alone. */
  readonly status?: string | undefined;
  readonly isEmailVerified?: boolean | undefined;
  readonly code?: string | undefined;
  readonly username?: string | undefined;
  readonly emailAddress?: string | undefined;
  readonly phoneNumber?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly nickName?: string | undefined;
  readonly languageCode?: string | undefined;
  readonly timeZoneId?: string | undefined;
  /** A part of the code or of any name. */
  readonly keywords?: string | undefined;
}

/** Columns that a list can be sorted by, by the names the outside knows them under. */
export const USER_SORTS = {
  id: 'id',
  code: 'code',
  username: 'username',
  emailAddress: 'emailAddress',
  phoneNumber: 'phoneNumber',
  firstName: 'firstName',
  lastName: 'lastName',
  nickName: 'nickName',
  status: 'status',
  isEmailAddressVerified: 'isEmailVerified',
  languageCode: 'languageCode',
  timeZoneId: 'timeZoneId',
  lastLoginAt: 'lastLoginAt',
  createdDate: 'createdAt',
  modifiedDate: 'modifiedAt',
} as const satisfies Record<string, keyof UserEntity>;

const TEXTS = ['code', 'firstName', 'lastName', 'nickName', 'languageCode', 'timeZoneId'] as const;
const NAMED = ['username', 'emailAddress', 'phoneNumber', 'firstName', 'lastName', 'nickName', 'code'] as const;

/** Names that lead to one account, with the mark of their kind and the key that a text has as one. */
const IDENTIFIERS = [
  ['username', 'isUsername', canonicalIdentifier],
  ['emailAddress', 'isEmail', canonicalEmail],
  ['phoneNumber', 'isPhone', canonicalPhone],
] as const;

type Users = SelectQueryBuilder<UserEntity>;

/** Lists of a brand's users, read page by page. */
@Injectable()
export class UserSearchRepository {
  constructor(private readonly database: Database) {}

  /** @param now tells which automatic locks still last */
  async find(
    brandId: BrandId,
    { filter, page, sort }: ListRequest<UserFilter, keyof typeof USER_SORTS>,
    now: number,
  ): Promise<ListPage<UserEntity>> {
    const query = this.database.store.createQueryBuilder(UserEntity, 'u').where('u.brandId = :brandId', { brandId });
    narrowToIds(query, filter.uids);
    narrowToStatus(query, filter.status, now);
    narrowToRoles(query, filter);
    narrowToNames(query, filter);
    narrowToTexts(query, filter);
    return readPage(query, USER_SORTS[sort.field], { page, sort });
  }
}

function narrowToIds(query: Users, uids: readonly string[] | undefined): void {
  if (uids === undefined) return;
  const known = uids.filter(isUuid);
  if (known.length === 0) query.andWhere('1 = 0');
  else query.andWhere('u.uid IN (:...uids)', { uids: known });
}

function narrowToStatus(query: Users, status: string | undefined, now: number): void {
  const wanted = status?.toLowerCase();
  if (wanted !== 'deleted') query.andWhere("u.status <> 'Deleted'");
  if (wanted === undefined) return;
  const isAutomatic = "(u.status = 'Active' AND u.lockedUntil IS NOT NULL AND u.lockedUntil > :now)";
  if (wanted === 'locked') query.andWhere(`(u.status = 'Locked' OR ${isAutomatic})`, { now });
  else query.andWhere(`LOWER(u.status) = :status AND NOT ${isAutomatic}`, { status: wanted, now });
}

function narrowToRoles(query: Users, { roleUid, type }: UserFilter): void {
  if (roleUid !== undefined) query.andWhere(`EXISTS ${holds(query, 'r1', 'r1.uid = :roleUid')}`, { roleUid });
  if (type === undefined) return;
  const isType = "r2.kind = 'BuiltIn' AND LOWER(r2.code) = LOWER(:type)";
  query.andWhere(`EXISTS ${holds(query, 'r2', isType)}`, { type });
}

function holds(query: Users, role: string, condition: string): string {
  const link = `${role}u`;
  return query
    .subQuery()
    .select('1')
    .from(UserRoleEntity, link)
    .innerJoin(RoleEntity, role, `${role}.brandId = ${link}.brandId AND ${role}.id = ${link}.roleId`)
    .where(`${link}.brandId = u.brandId AND ${link}.userId = u.id AND ${condition}`)
    .getQuery();
}

/** By the keys they are found under when they sign in; a deleted account has none any more, but the texts of then. */
function narrowToNames(query: Users, filter: UserFilter): void {
  for (const [member, flag, keyOf] of IDENTIFIERS) {
    const text = filter[member];
    if (text === undefined) continue;
    if (filter.status?.toLowerCase() === 'deleted') {
      query.andWhere(`LOWER(u.${member}) = LOWER(:${member})`, { [member]: text });
      continue;
    }
    const key = query
      .subQuery()
      .select('1')
      .from(IdentifierEntity, member)
      .where(`${member}.brandId = u.brandId AND ${member}.userId = u.id`)
      .andWhere(`${member}.canonicalKey = :${member} AND ${member}.${flag} = :isServing`)
      .getQuery();
    // A text without a key is nobody's name.
    query.andWhere(`EXISTS ${key}`, { [member]: keyOf(text) ?? '', isServing: true });
  }
}

function narrowToTexts(query: Users, filter: UserFilter): void {
  for (const member of TEXTS) narrowToText(query, member, filter[member]);
  const { isEmailVerified, keywords } = filter;
  if (isEmailVerified !== undefined) query.andWhere('u.isEmailVerified = :isEmailVerified', { isEmailVerified });
  narrowToKeywords(query, NAMED, keywords);
}
