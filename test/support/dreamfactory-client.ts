/** An answer of the DreamFactory dialect. */
export interface DreamFactoryAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `error.message`, as it came; undefined on success. */
  readonly message: string | undefined;
  readonly token: string | undefined;
}

type HeaderMap = Readonly<Record<string, string>>;

/** A client of the DreamFactory dialect; headers given here go with every request. */
export class DreamFactoryClient {
  constructor(
    readonly origin: string,
    readonly headers: HeaderMap = {},
  ) {}

  with(headers: HeaderMap): DreamFactoryClient {
    return new DreamFactoryClient(this.origin, { ...this.headers, ...headers });
  }

  post(path: string, body?: unknown): Promise<DreamFactoryAnswer> {
    return this.send('POST', path, body);
  }

  /** @param body text is sent as it is */
  async send(method: string, path: string, body?: unknown, headers: HeaderMap = {}): Promise<DreamFactoryAnswer> {
    const content: HeaderMap = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const response = await fetch(`${this.origin}/api/v2/${path}`, {
      method,
      headers: { ...content, ...this.headers, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = JSON.parse(text) as { error?: { message: string }; session_token?: string };
    const { status } = response;
    const { error, session_token: token } = parsed;
    return { status, headers: response.headers, text, body: { ...parsed }, message: error?.message, token };
  }
}
