import { createHash } from 'node:crypto';

/** A row of the trail as the database holds it, in the order in which its hash covers it; details are their JSON text. */
export interface TrailRow {
  readonly id: number;
  readonly uid: string;
  readonly brandId: number;
  readonly happenedAt: number;
  readonly event: string;
  readonly actorUserId: number | null;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly correlationId: string | null;
  readonly details: string;
}

/** Where a brand's chain begins. */
export const GENESIS: Buffer = Buffer.alloc(32);

const VERSION = 'brandgate-audit-1';
const TAGS = { null: 0, integer: 1, text: 2, bytes: 3 } as const;
const HEAD_LENGTH = 5;

/**
 * The hash that seals a row at its place: SHA-256 over the hash before it, its number and all its columns. Each member
 * is preceded by its kind and its length, so that no two lists of members have one encoding (SEC-AUD-01, ADR 9).
 */
export function sealOf(previous: Buffer, sequence: number, row: TrailRow): Buffer {
  const digest = createHash('sha256');
  for (const member of [VERSION, previous, sequence, ...columnsOf(row)]) {
    for (const part of encoded(member)) digest.update(part);
  }
  return digest.digest();
}

function columnsOf(row: TrailRow): Member[] {
  return [
    ...[row.id, row.uid, row.brandId, row.happenedAt, row.event, row.actorUserId, row.targetType, row.targetId],
    ...[row.address, row.userAgent, row.correlationId, row.details],
  ];
}

type Member = string | number | Buffer | null;

function encoded(member: Member): Buffer[] {
  const body = bodyOf(member);
  const head = Buffer.alloc(HEAD_LENGTH);
  head.writeUInt8(TAGS[kindOf(member)]);
  head.writeUInt32BE(body.length, 1);
  return [head, body];
}

function kindOf(member: Member): keyof typeof TAGS {
  if (member === null) return 'null';
  if (typeof member === 'number') return 'integer';
  return typeof member === 'string' ? 'text' : 'bytes';
}

function bodyOf(member: Member): Buffer {
  if (Buffer.isBuffer(member)) return member;
  return Buffer.from(member === null ? '' : String(member), 'utf8');
}
