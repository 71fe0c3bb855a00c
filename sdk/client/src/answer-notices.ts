import type { ClientEvents, DeviceStatus } from './client-events.ts';
import type { DeviceIdentity } from './device-identity.ts';
import type { FetchAnswer } from './fetch-like.ts';
import type { TypedEmitter } from './typed-emitter.ts';

/** What answers say beside their body. */
export class AnswerNotices {
  private status: DeviceStatus | null = null;
  /** Undefined as long as no version was recommended. */
  private outdated: string | null | undefined;

  constructor(
    private readonly device: DeviceIdentity | null,
    private readonly events: TypedEmitter<ClientEvents>,
  ) {}

  /** The last `X-Device-Status`. */
  get deviceStatus(): DeviceStatus | null {
    return this.status;
  }

  read({ headers }: FetchAnswer): void {
    const status = headers.get('X-Device-Status') as DeviceStatus | null;
    if (status !== null) {
      this.status = status;
      this.events.emit('deviceStatus', { status });
    }
    const appVersion = this.device?.appVersion ?? null;
    if (headers.get('X-App-Update') === 'recommended' && this.outdated !== appVersion) {
      this.outdated = appVersion;
      this.events.emit('appUpdateRecommended', { appVersion });
    }
  }
}
