import { parseIsoInstant } from '../../kernel/text/iso-instant';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';

const AGO = /^(\d{1,6})([smhd])$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @returns epoch ms of `2h` (ago), `2026-11-01` (its beginning in UTC) or `2026-11-01T08:30Z` @throws CommandError */
export function instantOf(option: string, value: string, now: number): number {
  const [, amount, unit = ''] = AGO.exec(value) ?? [];
  if (amount !== undefined) return now - Number(amount) * (UNIT_MS[unit] ?? 0);
  const instant = parseIsoInstant(DAY.test(value) ? `${value}T00:00Z` : value);
  if (instant !== null) return instant;
  const message = `${option} must be a time such as 30m, 12h, 7d, 2026-11-01 or 2026-11-01T08:30:00Z.`;
  throw new CommandError(EXIT.usage, 'usage.wrong', message);
}
