import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/audit/actor';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { Caller } from '../../core/roles/caller';
import { requireMayGiveType } from '../../core/roles/type-grant';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { ImportBatch, type ImportContext, type ImportItem } from './import-batch';
import { outcomeOf } from './import-outcome';
import { readRecord } from './import-record';
import type { ImportLine, ImportOutcome } from './import-users.command';

/** Records per transaction: a gateway beside it goes on in between. */
const BATCH = 50;

/**
 * Takes accounts over from elsewhere, with their passwords' bcrypt hashes and their numbers. Whatever is wrong with one
 * record is told of that record alone; what is there already is skipped, so that an import can be repeated.
 */
@Injectable()
export class ImportUsersFlow {
  constructor(private readonly batch: ImportBatch) {}

  /**
   * One outcome a record, in the order of the records; nothing more is read than is about to be written.
   * @throws BrandgateError access.denied, server.unavailable
   */
  async *run(
    actor: Actor,
    caller: Caller,
    brand: BrandSnapshot,
    lines: AsyncIterable<ImportLine> | Iterable<ImportLine>,
    at: number,
  ): AsyncGenerator<ImportOutcome> {
    if (!caller.permissions.has('USER.CREATE')) {
      throw new BrandgateError('access.denied', { reason: 'permission-missing', facts: { permission: 'USER.CREATE' } });
    }
    const context = { actor, caller, at };
    let waiting: ImportLine[] = [];
    for await (const line of lines) {
      waiting.push(line);
      if (waiting.length < BATCH) continue;
      yield* await this.write(context, brand, waiting);
      waiting = [];
    }
    yield* await this.write(context, brand, waiting);
  }

  private async write(
    context: ImportContext,
    brand: BrandSnapshot,
    lines: readonly ImportLine[],
  ): Promise<ImportOutcome[]> {
    const items: ImportItem[] = [];
    const outcomes = new Map<number, ImportOutcome>();
    lines.forEach((line, place) => {
      try {
        const record = readRecord(line.record, context.at);
        requireMayGiveType(context.caller, record.type, brand.isSystem);
        items.push({ line: place, record });
      } catch (error) {
        outcomes.set(place, outcomeOf(line.line, error));
      }
    });
    // Two records may say they stand in the same line; their places in the batch are their own.
    for (const outcome of await this.batch.write(context, items)) {
      outcomes.set(outcome.line, { ...outcome, line: lines[outcome.line]?.line ?? 0 });
    }
    return lines.flatMap((_, place) => outcomes.get(place) ?? []);
  }
}
