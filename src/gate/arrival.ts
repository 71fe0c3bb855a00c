/** Header texts of a device as they came; undefined when absent or blank. */
export interface DeviceHeaders {
  readonly code: string | undefined;
  /** `Device-Code`: identifies, never registers. */
  readonly accessCode: string | undefined;
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly os: string | undefined;
}

/** Headers that a client sent more than once, by what they say. */
export type RepeatedHeader = 'brand' | 'auth-key' | 'device-code' | 'other';

/**
 * What a request says of itself, read by its dialect. Nothing here is checked yet but its syntax on the wire; the gate's
 * steps decide what it is worth.
 */
export interface Arrival {
  readonly dialect: string;
  readonly brand: {
    readonly header: string | undefined;
    /** Its name in the path, in dialects that have it there; nothing else names the brand then. */
    readonly code?: string;
    /** Names the target brand, or the caller's under `legacyBodyCredentials`. */
    readonly body: string | undefined;
    readonly host: string | undefined;
    readonly origin: string | undefined;
  };
  readonly authKey: { readonly header: string | undefined; readonly body: string | undefined };
  readonly device: DeviceHeaders;
  readonly repeated: readonly RepeatedHeader[];
  /** Old and new name of one header with different values (JFW-HDR-02); the key's counts where one is read. */
  readonly isBrandContradictory: boolean;
  readonly isKeyContradictory: boolean;
  /** Path and query as they came. */
  readonly path: string;
  /** `Accept-Language`. */
  readonly language: string | undefined;
  readonly client: { readonly address: string; readonly userAgent: string | null };
  readonly correlationId: string;
}
