/** An answer of the native dialect. */
export interface JfwAnswer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  readonly success: boolean;
  readonly statusCode: number;
  readonly message: string;
  readonly data: T;
  readonly errors: readonly { code: string; message: string; details: string; correlationId: string; field?: string }[];
  /** `errors[0].code`, or undefined on success. */
  readonly code: string | undefined;
}

export interface AuthData {
  readonly id: string;
  readonly username: string | null;
  readonly emailAddress: string | null;
  readonly phoneNumber: string | null;
  readonly authKey: string;
  readonly refreshAuthKey: string;
  readonly expiresIn: string;
}

type HeaderMap = Readonly<Record<string, string>>;

/** A client of the native dialect; headers given here go with every request. */
export class JfwClient {
  constructor(
    readonly origin: string,
    readonly headers: HeaderMap = {},
  ) {}

  with(headers: HeaderMap): JfwClient {
    return new JfwClient(this.origin, { ...this.headers, ...headers });
  }

  get<T = Record<string, unknown>>(path: string): Promise<JfwAnswer<T>> {
    return this.send('GET', path);
  }

  post<T = Record<string, unknown>>(path: string, body?: unknown): Promise<JfwAnswer<T>> {
    return this.send('POST', path, body);
  }

  put<T = Record<string, unknown>>(path: string, body?: unknown): Promise<JfwAnswer<T>> {
    return this.send('PUT', path, body);
  }

  delete<T = Record<string, unknown>>(path: string, body?: unknown): Promise<JfwAnswer<T>> {
    return this.send('DELETE', path, body);
  }

  signIn(username: string, password: string, headers: HeaderMap = {}): Promise<JfwAnswer<AuthData>> {
    return this.with(headers).post<AuthData>('users/auth', { username, password });
  }

  refresh(refreshAuthKey: string, headers: HeaderMap = {}): Promise<JfwAnswer<AuthData>> {
    return this.with(headers).post<AuthData>('users/auth/refresh-auth-key', { refreshAuthKey });
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<JfwAnswer<T>> {
    const response = await fetch(`${this.origin}/api/v1/${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...this.headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const envelope = JSON.parse(text) as Omit<JfwAnswer<T>, 'status' | 'headers' | 'text' | 'code'>;
    return { ...envelope, status: response.status, headers: response.headers, text, code: envelope.errors[0]?.code };
  }
}
