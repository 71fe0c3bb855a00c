import { Option, SubCommand } from 'nest-commander';
import { UserLookup } from '../../core/users/user-lookup';
import type { Invocation } from '../shell/house-command';
import { pageOf, printPage } from '../shell/page-options';
import { PagedCommand, type PagedOptions } from '../shell/paged-command';
import { shownUser } from './shown-user';

interface UserListOptions extends PagedOptions {
  readonly type?: string;
  readonly status?: string;
  readonly keywords?: string;
}

const HEAD = ['ID', 'USERNAME', 'EMAIL', 'TYPE', 'STATUS', 'LAST SIGN-IN'];

@SubCommand({ name: 'list', description: 'the users of a brand, newest first' })
export class UserListCommand extends PagedCommand<UserListOptions> {
  protected readonly examples = [
    'brandgate user list --brand acme',
    'brandgate user list --brand acme --status Locked --type Admin --json',
  ];

  protected async execute({ options, out }: Invocation<UserListOptions>): Promise<void> {
    const { type, status, keywords } = options;
    const { brand, now, get } = await this.acting(options);
    const page = pageOf(options);
    const sort = { field: 'createdDate', order: 'DESC' } as const;
    const request = { filter: { type, status, keywords }, page, sort };
    const { items, total } = await get(UserLookup).find(brand.id, request, now);
    const users = items.map((item) => shownUser(item, now));
    const rows = users.map((u) => [u.id, u.username, u.emailAddress, u.type, u.status, u.lastLoginAt]);
    printPage(out, { shown: { total, users }, head: HEAD, rows, page });
  }

  @Option({ flags: '--type <type>', description: 'EndUser, Staff, Admin …' })
  parseType(value: string): string {
    return value;
  }

  @Option({ flags: '--status <status>', description: 'Active, Inactive, Suspended, Locked or Deleted' })
  parseStatus(value: string): string {
    return value;
  }

  @Option({ flags: '--keywords <text>', description: 'a part of the code or of any name' })
  parseKeywords(value: string): string {
    return value;
  }
}
