import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { Outbox } from '../../core/outbox/outbox';
import { PushChannelRepository } from '../../core/push/push-channel.repository';
import { type GivenContent, readPushContent } from '../../core/push/push-content';
import { type Audience, readAudience } from '../../core/pushes/audience';
import { AudienceNamesRepository } from '../../core/pushes/audience-names.repository';
import type { PushEntity } from '../../core/pushes/push.entity';
import { PUSH, type QueuedPush } from '../../core/pushes/queued-push';
import { PushRepository } from '../../core/pushes/push.repository';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { uuidv7 } from '../../kernel/ids';
import type { PushContent } from '../../ports/push-transport.port';
import { Database } from '../../storage/database';

export interface SendPushCommand {
  readonly content: GivenContent;
  readonly audience: unknown;
  /** The sender's name of this request. */
  readonly idempotencyKey: unknown;
  readonly at: number;
}

export interface SentPush {
  readonly push: PushEntity;
  /** False: the same request came before, and this is what it began. */
  readonly isNew: boolean;
}

/** How long it is tried, where the message names no time. */
const DEFAULT_LIFE_MS = 86_400_000;
/** "Now or never" still needs a moment. */
const SHORTEST_LIFE_MS = 60_000;
/** The worker sees a push that has run out, and ends it. */
const AFTERLIFE_MS = 86_400_000;
const KEY = /^[\x21-\x7e]{1,128}$/;

/** Puts a message to a brand's devices into the outbox. */
@Injectable()
export class SendPushFlow {
  constructor(
    private readonly database: Database,
    private readonly channels: PushChannelRepository,
    private readonly pushes: PushRepository,
    private readonly names: AudienceNamesRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The same idempotency key sends nothing again.
   * @throws BrandgateError push.payload-invalid, request.invalid, push.not-configured
   */
  async run(actor: Actor, caller: Caller, command: SendPushCommand): Promise<SentPush> {
    const content = readPushContent(command.content);
    const asked = readAudience(command.audience);
    const idempotencyKey = readKey(command.idempotencyKey);
    const { brandId } = caller;
    const { at } = command;
    const requestHash = hash('sha256', JSON.stringify([content, asked]), 'buffer');
    const { store: reading } = this.database;
    const former = await this.pushes.findByKey(reading, brandId, idempotencyKey);
    if (former !== null) return repeated(former, requestHash);
    if (!(await this.channels.isPresent(reading, brandId))) throw new BrandgateError('push.not-configured');
    const audience = await this.names.known(reading, brandId, asked);
    const push = {
      ...{ uid: uuidv7(at), brandId, idempotencyKey, audience, createdBy: caller.self?.id ?? null, createdAt: at },
      requestHash,
      expiresAt: at + lifeOf(content),
    };
    return this.database.transaction(async (store) => {
      if (!(await this.pushes.insert(store, push))) {
        // The same request came at the same time, and was first.
        return repeated(await this.pushes.getByKey(store, brandId, idempotencyKey), requestHash);
      }
      const payload = { pushUid: push.uid, content } satisfies QueuedPush;
      const row = { brandId, userId: null, kind: 'push', topic: PUSH, payload } as const;
      await this.outbox.add(store, { ...row, expiresAt: push.expiresAt + AFTERLIFE_MS }, at);
      const target = { type: 'push', id: push.uid };
      await this.audit.record(store, originIn(brandId, actor), {
        ...{ event: 'push.created' as const, target, details: { audience: describe(audience) } },
      });
      return { push: await this.pushes.getByUid(store, brandId, push.uid), isNew: true };
    });
  }
}

/** What the key began. @throws BrandgateError request.invalid when that was something else */
function repeated(push: PushEntity, requestHash: Buffer): SentPush {
  if (push.requestHash.equals(requestHash)) return { push, isNew: false };
  throw invalidField('idempotencyKey', 'idempotencyKey was used for another message.');
}

function readKey(given: unknown): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given === 'string' && KEY.test(given)) return given;
  throw invalidField('idempotencyKey', 'idempotencyKey must be 1 to 128 printable ASCII characters without blanks.');
}

function lifeOf({ timeToLive }: PushContent): number {
  return timeToLive === undefined ? DEFAULT_LIFE_MS : Math.max(timeToLive * 1_000, SHORTEST_LIFE_MS);
}

/** For the trail: lists by their length. */
function describe(audience: Audience): Readonly<Record<string, unknown>> {
  const members = Object.entries(audience).map(([name, value]: [string, unknown]) => {
    return [name, Array.isArray(value) && value.length > 1 ? value.length : value];
  });
  return Object.fromEntries(members) as Readonly<Record<string, unknown>>;
}
