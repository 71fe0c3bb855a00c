import { parseDeviceCode } from '../../core/devices/device-code';
import type { DeviceFilter } from '../../core/devices/device-search.repository';
import { invalidField } from '../../kernel/errors/brandgate-error';
import { FLAG, oneOf, TEXT } from '../wire/schema';
import type { JfwQuery } from './jfw-query';
import { DEVICE_STATUSES, DEVICE_TYPES } from '../../core/devices/device.entity';

/** How far statistics look back when they are not told (JFW-DEV-24). */
export const DEFAULT_RANGE_MS = 30 * 86_400_000;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[ T+](\d{2}:\d{2}:\d{2})$/;

/** The filters of JFW-EP-37, as they are described. */
export const DEVICE_FILTERS = {
  userId: TEXT,
  code: TEXT,
  type: oneOf(DEVICE_TYPES),
  name: { ...TEXT, description: '`deviceName` as well.' },
  status: oneOf(DEVICE_STATUSES),
  countryCode: TEXT,
  isMobileApp: FLAG,
  testMode: FLAG,
  keywords: { ...TEXT, description: 'A part of the code or the name, in any case.' },
};

/** What JFW-EP-51 takes. */
export const SPAN_PARAMETERS = {
  startDate: { ...TEXT, description: '`yyyy-MM-dd HH:mm:ss` in UTC; 30 days before the end when absent.' },
  endDate: { ...TEXT, description: '`yyyy-MM-dd HH:mm:ss` in UTC; now when absent.' },
  typeResponse: { ...oneOf(['DATE', 'MONTH']), default: 'DATE' },
};

/** The filters of JFW-EP-37. */
export function deviceFilterOf(query: JfwQuery): DeviceFilter {
  const code = query.text('code');
  return {
    userUid: query.text('userId'),
    // A text that is no code names no device, and finds none.
    code: code === undefined ? undefined : (parseDeviceCode(code) ?? ''),
    type: query.text('type'),
    name: query.text('name') ?? query.text('deviceName'),
    status: query.text('status'),
    countryCode: query.text('countryCode'),
    isMobileApp: query.flag('isMobileApp'),
    testMode: query.flag('testMode'),
    keywords: query.text('keywords'),
  };
}

/** A span in epoch ms, both ends included (JFW-DEV-24). @param now ends the default span of 30 days */
export function spanOf(query: JfwQuery, now: number): { readonly from: number; readonly to: number } {
  const to = instantOf(query, 'endDate', 999) ?? now;
  const from = instantOf(query, 'startDate', 0) ?? to - DEFAULT_RANGE_MS;
  if (from > to) throw invalidField('startDate', 'startDate must not be after endDate.');
  return { from, to };
}

/** `yyyy-MM-dd HH:mm:ss` in UTC. */
function instantOf(query: JfwQuery, name: string, milliseconds: number): number | undefined {
  const text = query.text(name);
  if (text === undefined) return undefined;
  const [, date, time] = DATE_TIME.exec(text) ?? [];
  const at = Date.parse(`${date}T${time}Z`);
  // Date.parse carries 31 February over to March.
  const isReal = !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${date}T${time}`);
  if (!isReal) throw invalidField(name, `${name} must be a time of the form yyyy-MM-dd HH:mm:ss.`);
  return at + milliseconds;
}
