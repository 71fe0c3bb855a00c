import { encodeHeaderText } from './header-text.ts';
import { InvalidOptionError } from './invalid-option-error.ts';

const CODE = /^[\x21-\x2b\x2d-\x7e]{1,200}$/;
const PUSH_TOKEN = /^[A-Za-z0-9:_.=-]{1,4096}$/;
const NAME_LENGTH = 255;
const SHORT_LENGTH = 64;

/** What may change of a device while the app runs; `null` takes a value back, an absent one stays. */
export interface DeviceDetails {
  /** Name or model, such as "Ada's phone". */
  readonly name?: string | null | undefined;
  /** Version of the app, such as "2.1.0". */
  readonly appVersion?: string | null | undefined;
  /** "iOS", "Android" or another. */
  readonly os?: string | null | undefined;
}

/** The device that the app runs on. */
export interface DeviceOptions extends DeviceDetails {
  /**
   * Unique and lasting for this installation: 1 to 200 printable ASCII characters without blanks and commas. It cannot
   * change while somebody is signed in: the session is bound to it (JFW-KEY-13).
   */
  readonly code: string;
  /** Firebase registration token or installation id. */
  readonly pushToken?: string | null | undefined;
}

/** Says with every call which device it comes from (JFW-DEV-02). */
export class DeviceIdentity {
  private readonly code: string;
  private details: DeviceDetails;
  private pushToken: string | null = null;

  /** @throws InvalidOptionError code or token of another form than JFW-HDR-05 and -06 allow */
  constructor({ code, pushToken, ...details }: DeviceOptions) {
    if (!CODE.test(code)) {
      throw new InvalidOptionError('device.code', '1 to 200 printable ASCII characters without blanks and commas');
    }
    this.code = code;
    this.details = details;
    this.setPushToken(pushToken ?? null);
  }

  get appVersion(): string | null {
    return this.details.appVersion ?? null;
  }

  setDetails(changes: DeviceDetails): void {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    this.details = { ...this.details, ...Object.fromEntries(given) };
  }

  /** @throws InvalidOptionError */
  setPushToken(token: string | null): void {
    if (token !== null && !PUSH_TOKEN.test(token)) {
      throw new InvalidOptionError('pushToken', '1 to 4096 characters of A-Z a-z 0-9 : _ . = -');
    }
    this.pushToken = token;
  }

  /** @param isVersionless leaves the version of the app out */
  headers(isVersionless = false): Record<string, string> {
    const { name, os } = this.details;
    const appVersion = isVersionless ? null : this.appVersion;
    const values = {
      'X-Device-Code': this.code,
      'X-Device-Token': this.pushToken ?? '',
      'X-Device-Name': encodeHeaderText(name ?? '', NAME_LENGTH),
      'X-App-Version-Number': encodeHeaderText(appVersion ?? '', SHORT_LENGTH),
      'X-Os-Device': encodeHeaderText(os ?? '', SHORT_LENGTH),
    };
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  }
}
