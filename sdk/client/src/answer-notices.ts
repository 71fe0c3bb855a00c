import type { BrandgateError } from './brandgate-error.ts';
import type { ClientEvents, DeviceStatus } from './client-events.ts';
import type { ErrorData } from './error-data.ts';
import type { FetchAnswer } from './fetch-like.ts';
import type { TypedEmitter } from './typed-emitter.ts';

/** What answers say beside their outcome: of the device, and of the version of the app that asked. */
export class AnswerNotices {
  private status: DeviceStatus | null = null;
  /** Events with the versions they were told of. */
  private readonly told = new Set<string>();

  constructor(private readonly events: TypedEmitter<ClientEvents>) {}

  /** The last `X-Device-Status`. */
  get deviceStatus(): DeviceStatus | null {
    return this.status;
  }

  /** @param appVersion the one that the request named */
  read({ headers }: FetchAnswer, appVersion: string | null): void {
    const status = headers.get('X-Device-Status') as DeviceStatus | null;
    if (status !== null) {
      this.status = status;
      this.events.emit('deviceStatus', { status });
    }
    if (headers.get('X-App-Update') === 'recommended' && this.isNews('appUpdateRecommended', appVersion)) {
      this.events.emit('appUpdateRecommended', { appVersion });
    }
  }

  /** A refused version concerns the app as a whole, whichever call met it. */
  readRefusal(error: BrandgateError, appVersion: string | null): void {
    if (!error.is('AppVersionUnsupported') || !this.isNews('appUpdateRequired', appVersion)) return;
    const data: Partial<ErrorData['AppVersionUnsupported']> = { ...error.data };
    const { minimumVersion = null, recommendedVersion = null, storeUrl = null } = data;
    const { message } = error;
    this.events.emit('appUpdateRequired', { appVersion, minimumVersion, recommendedVersion, storeUrl, message });
  }

  private isNews(event: keyof ClientEvents, appVersion: string | null): boolean {
    const known = this.told.size;
    return this.told.add(`${event} ${appVersion ?? ''}`).size > known;
  }
}
