import type { DeviceLimit } from '../../core/devices/device-quota';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { JFW_CODES } from './jfw.errors';
import { instant, instantOrNull } from './views/instant';

/** JFW-ENV-04. */
export const SUCCESS_MESSAGE = 'The request was successful.';

interface ErrorItem {
  readonly code: string;
  readonly message: string;
  readonly details: string;
  readonly correlationId: string;
  readonly field?: string;
}

/** JSON that is already text, so that what does not change is not written anew for every request. */
export class ReadyJson {
  constructor(readonly text: string) {}
}

/** The text of a success (JFW-ENV-04). */
export function successEnvelope(status: number, data: unknown): string {
  const text = data instanceof ReadyJson ? data.text : data === undefined ? 'null' : JSON.stringify(data);
  return `{"success":true,"statusCode":${status},"message":"${SUCCESS_MESSAGE}","data":${text},"errors":[]}`;
}

/** The text of a failure (JFW-ENV-05 to -07): one item, or for field faults one item each. */
export function failureEnvelope(error: BrandgateError, correlationId: string): string {
  const { status } = error.entry;
  const { message } = error;
  const code = JFW_CODES[error.code];
  const item = (text: string, field?: string): ErrorItem => ({
    code,
    message: text,
    details: text,
    correlationId,
    ...(field === undefined || field === '' ? {} : { field }),
  });
  // Every code but RequestInvalid has one text, which is part of the contract; the field says where (JFW-ERR-01).
  const isFixed = error.code !== 'request.invalid';
  const items = error.fields.map((fault) => item(isFixed ? message : fault.message, fault.field));
  const errors = items.length === 0 ? [item(message)] : items;
  return JSON.stringify({ success: false, statusCode: status, message, data: errorData(error), errors });
}

/** The data that some refusals carry (JFW-ENV-05). */
function errorData(error: BrandgateError): unknown {
  // The methods of the second step, as they are.
  if (error.code === 'otp.required') return error.data;
  if (error.code === 'app.version-unsupported') return error.data;
  if (error.code !== 'device.limit-confirmation') return null;
  const { deviceQuota, devices } = error.data as DeviceLimit;
  return {
    deviceQuota,
    devices: devices.map(({ uid, name, osDevice, loggedInAt, lastAccessAt }) => ({
      id: uid,
      name,
      osDevice,
      loggedInAt: instant(loggedInAt),
      lastAccessAt: instantOrNull(lastAccessAt),
    })),
  };
}
