import { Injectable } from '@nestjs/common';
import type { AuditEventEntity } from '../../core/audit/audit-event.entity';
import { type LinkName, LinkNamesRepository } from '../../core/devices/link-names.repository';
import { UserRepository } from '../../core/users/user.repository';
import type { BrandId, LinkId } from '../../kernel/ids';
import { Database } from '../../storage/database';

/** An event of the trail as the outside may see it: public ids alone. */
export interface AuditLine {
  readonly uid: string;
  /** Epoch ms. */
  readonly happenedAt: number;
  readonly event: string;
  readonly actor: { readonly uid: string; readonly username: string | null } | null;
  /** `id` is null when what it named is gone. */
  readonly target: { readonly type: string; readonly id: string | null } | null;
  /** The link behind a target of that type. */
  readonly link: LinkName | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly correlationId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly sequence: number | null;
  readonly hash: Buffer | null;
}

/** Members of details that hold the number of a link's row. */
const LINK_DETAILS = ['fromLink', 'toLink'];

/** Gives rows of the trail the names that the outside knows. */
@Injectable()
export class AuditLines {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly links: LinkNamesRepository,
  ) {}

  async of(brandId: BrandId, events: readonly AuditEventEntity[]): Promise<AuditLine[]> {
    const { store } = this.database;
    const actorIds = new Set(events.flatMap(({ actorUserId }) => actorUserId ?? []));
    const users = await this.users.listByIds(store, brandId, [...actorIds]);
    const actors = new Map(users.map(({ id, uid, username }) => [id, { uid, username }]));
    const links = await this.links.of(store, brandId, [...new Set(events.flatMap(linkIdsOf))]);
    return events.map((event) => {
      const { targetType, targetId } = event;
      const link = targetType === 'link' ? (links.get(Number(targetId)) ?? null) : null;
      const id = targetType === 'link' ? textOf(link) : targetId;
      return {
        ...event,
        actor: event.actorUserId === null ? null : (actors.get(event.actorUserId) ?? null),
        target: targetType === null ? null : { type: targetType, id },
        link,
        details: withLinkNames(event.details as Record<string, unknown>, links),
      };
    });
  }
}

/** As the endpoints of links name them: the user's id, then the device's. */
function textOf(link: LinkName | null): string | null {
  return link === null ? null : `${link.userUid}/${link.deviceUid}`;
}

function linkIdsOf({ targetType, targetId, details }: AuditEventEntity): LinkId[] {
  const ofDetails = LINK_DETAILS.map((member) => (details as Record<string, unknown>)[member]);
  const ids = [...(targetType === 'link' ? [Number(targetId)] : []), ...ofDetails];
  return ids.filter((id): id is LinkId => Number.isSafeInteger(id));
}

function withLinkNames(details: Record<string, unknown>, links: ReadonlyMap<number, LinkName>) {
  const named = LINK_DETAILS.filter((member) => typeof details[member] === 'number').map((member) => {
    return [member, textOf(links.get(Number(details[member])) ?? null)];
  });
  return { ...details, ...(Object.fromEntries(named) as object) };
}
