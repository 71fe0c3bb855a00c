import { isUuid } from '../../kernel/ids';

// Printable ASCII without the comma, which is what Node joins repeated headers with (JFW-HDR-03).
const DEVICE_CODE = /^[ \t]*([\x21-\x2b\x2d-\x7e]{1,200})[ \t]*$/;

/**
 * A device code in the form in which it is stored and compared byte for byte (JFW-HDR-05), or null when it is none:
 * 1-200 characters, UUID-shaped ones lower-cased, since platforms disagree on the case of the same UUID.
 */
export function parseDeviceCode(raw: string): string | null {
  const code = DEVICE_CODE.exec(raw)?.[1];
  if (code === undefined) return null;
  return isUuid(code) ? code.toLowerCase() : code;
}
