import type { ChainNote } from '../../core/audit/chain-report';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';

const NOTE = /^(\d{1,15}):([0-9a-f]{64})$/;

/** The end of a chain as it is noted elsewhere: `123:9f86…`. */
export function noteText({ sequence, hash }: ChainNote): string {
  return `${sequence}:${hash}`;
}

/** @throws CommandError */
export function noteFrom(text: string): ChainNote {
  const [, sequence, hash] = NOTE.exec(text) ?? [];
  if (sequence !== undefined && hash !== undefined) return { sequence: Number(sequence), hash };
  const message = '--note must be a number and a hash as "audit export" and "audit verify" print them: 123:9f86….';
  throw new CommandError(EXIT.usage, 'usage.wrong', message);
}
