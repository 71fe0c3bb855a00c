import type { BrandgateError } from '../../kernel/errors/brandgate-error';

const PERIODS: Readonly<Record<number, string>> = { 60: 'minute', 3_600: 'hour', 86_400: 'day' };

/** A throttle of the gateway's own in the form of a limit (DF-LIM-02, -05). */
export function limitContext({ reason }: BrandgateError): readonly unknown[] {
  const { bucket = 'gateway', limit = null, seconds = null } = reason?.facts ?? {};
  const period = typeof seconds === 'number' ? (PERIODS[seconds] ?? `${seconds} seconds`) : null;
  const nobody = { user_id: null, role_id: null, service_id: null, endpoint: null, verb: null };
  const object = { id: 0, name: bucket, type: 'instance', rate: limit, period, ...nobody, is_active: true };
  return [{ id: 0, name: bucket, object }];
}
