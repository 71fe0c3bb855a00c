import type { AuditChainEntity } from './audit-chain.entity';
import type { SealedRow } from './audit-chain.repository';
import { GENESIS, sealOf } from './audit-seal';
import type { ChainBreak, ChainFault, ChainNote, ChainPlace } from './chain-report';

/** Clocks of several gateways differ a little, and lines of refused requests come a second late. */
const TOLERANCE_MS = 10 * 60_000;

/** One walk along a chain: where it is, and the first thing that is wrong. */
export class ChainWalk {
  readonly end: { readonly sequence: number; readonly hash: Buffer };
  position: { readonly sequence: number; readonly hash: Buffer };
  private readonly prunedSequence: number;
  private checked = 0;
  private latest = 0;
  private firstBreak: ChainBreak | null = null;
  private backdated: ChainPlace | null = null;
  private isNoteMet: boolean | null = null;

  constructor(
    private readonly chain: AuditChainEntity | null,
    private readonly note: ChainNote | null,
  ) {
    this.prunedSequence = chain?.prunedSequence ?? 0;
    this.position = { sequence: this.prunedSequence, hash: chain?.prunedHash ?? GENESIS };
    this.end = { sequence: chain?.sequence ?? 0, hash: chain?.hash ?? GENESIS };
    this.compareNote(null);
  }

  get result() {
    const { chain, prunedSequence, checked, firstBreak, backdated, isNoteMet } = this;
    const head = chain === null ? null : { sequence: chain.sequence, hash: chain.hash.toString('hex') };
    return { head, prunedSequence, checked, firstBreak, backdated, isNoteMet };
  }

  /** Only the first one counts. */
  fail(fault: ChainFault, sequence: number | null, eventUid: string | null): void {
    this.firstBreak ??= { fault, sequence, eventUid };
  }

  /** The next row of the chain. @returns false when something is wrong */
  step(row: SealedRow): boolean {
    const sequence = this.position.sequence + 1;
    const hash = sealOf(this.position.hash, sequence, row);
    if (row.sequence !== sequence) this.fail('row-missing', sequence, null);
    else if (row.hash === null || !hash.equals(row.hash)) this.fail('row-changed', sequence, row.uid);
    if (this.firstBreak !== null) return false;
    this.position = { sequence, hash };
    this.checked += 1;
    this.noteTime(row);
    this.compareNote(row.uid);
    return true;
  }

  /** No row is left: is this where the chain says that it ends? */
  finish(): void {
    if (this.firstBreak !== null) return;
    const { position, end, note } = this;
    if (position.sequence < end.sequence) this.fail('tail-missing', position.sequence + 1, null);
    else if (!position.hash.equals(end.hash)) this.fail('head-changed', end.sequence, null);
    if (note === null || note.sequence <= end.sequence) return;
    this.isNoteMet = false;
    this.fail('note-differs', note.sequence, null);
  }

  private compareNote(eventUid: string | null): void {
    const { note, position } = this;
    if (note?.sequence !== position.sequence) return;
    this.isNoteMet = position.hash.toString('hex') === note.hash.toLowerCase();
    if (!this.isNoteMet) this.fail('note-differs', note.sequence, eventUid);
  }

  private noteTime({ sequence, uid, happenedAt }: SealedRow): void {
    if (happenedAt < this.latest - TOLERANCE_MS) this.backdated ??= { sequence, eventUid: uid };
    this.latest = Math.max(this.latest, happenedAt);
  }
}
