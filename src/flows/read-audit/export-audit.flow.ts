import { Injectable } from '@nestjs/common';
import { type AuditFilter, AuditSearchRepository } from '../../core/audit/audit-search.repository';
import type { BrandId } from '../../kernel/ids';
import { type AuditLine, AuditLines } from './audit-lines';

/** One line of an export: plain values, ready for `JSON.stringify`. */
export interface ExportedLine extends Omit<AuditLine, 'uid' | 'happenedAt' | 'actor' | 'link' | 'hash'> {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly actor: { readonly id: string; readonly username: string | null } | null;
  /** Hex; null until the event is sealed. With it a copy of the export proves what the trail said. */
  readonly hash: string | null;
}

const PAGE = 500;

/** A brand's whole trail, or what a filter leaves of it, oldest first and with bounded memory. */
@Injectable()
export class ExportAuditFlow {
  constructor(
    private readonly search: AuditSearchRepository,
    private readonly lines: AuditLines,
  ) {}

  async *run(brandId: BrandId, filter: AuditFilter = {}): AsyncGenerator<ExportedLine> {
    let after = 0;
    for (;;) {
      const events = await this.search.listAfter(brandId, filter, after, PAGE);
      for (const line of await this.lines.of(brandId, events)) yield exported(line);
      if (events.length < PAGE) return;
      after = events.at(-1)?.id ?? after;
    }
  }
}

function exported(line: AuditLine): ExportedLine {
  const { uid, happenedAt, event, actor, target, address, userAgent, correlationId, details, sequence, hash } = line;
  return {
    id: uid,
    date: new Date(happenedAt).toISOString(),
    event,
    actor: actor === null ? null : { id: actor.uid, username: actor.username },
    ...{ target, address, userAgent, correlationId, details, sequence },
    hash: hash?.toString('hex') ?? null,
  };
}
