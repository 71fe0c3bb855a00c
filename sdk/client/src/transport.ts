import type { AnswerNotices } from './answer-notices.ts';
import { ClientError } from './client-error.ts';
import type { DeviceIdentity } from './device-identity.ts';
import { readEnvelope, refusalOf } from './envelope.ts';
import type { FetchAnswer, FetchInit } from './fetch-like.ts';
import type { GatewayAddress } from './gateway-address.ts';
import { NetworkError } from './network-error.ts';
import type { Platform } from './platform.ts';
import type { WireCall } from './request-options.ts';
import type { Signal } from './signal.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';
import { withinTime } from './within-time.ts';

/** What a call that succeeded brought. */
export interface Answer {
  readonly data: unknown;
  readonly headers: FetchAnswer['headers'];
}

/** One exchange with the gateway: what is sent, and what the answer means. */
export class Transport {
  constructor(
    private readonly platform: Platform,
    private readonly address: GatewayAddress,
    private readonly device: DeviceIdentity | null,
    private readonly notices: AnswerNotices,
  ) {}

  /** @throws BrandgateError @throws NetworkError @throws UnreadableAnswerError @throws AbortedError */
  async send(call: WireCall, authKey: string | null): Promise<Answer> {
    // The app may name another one before the answer is here.
    const appVersion = call.isVersionless ? null : (this.device?.appVersion ?? null);
    const limits = { timeoutMs: call.timeoutMs ?? this.address.timeoutMs, signal: call.signal };
    const { answer, text } = await withinTime(this.platform, limits, (signal) =>
      this.exchange(call, this.initOf(call, authKey, signal)),
    );
    this.notices.read(answer, appVersion);
    const envelope = readEnvelope(text);
    if (envelope === null) throw new UnreadableAnswerError(answer.status);
    if (envelope.success) return { data: envelope.data, headers: answer.headers };
    const refusal = refusalOf(envelope, answer);
    this.notices.readRefusal(refusal, appVersion);
    throw refusal;
  }

  private async exchange(call: WireCall, init: FetchInit): Promise<{ answer: FetchAnswer; text: string }> {
    try {
      const answer = await this.platform.fetch(this.address.urlOf(call.path, call.query), init);
      return { answer, text: await answer.text() };
    } catch (error) {
      if (error instanceof ClientError) throw error;
      // Without the query, which may hold what no log should.
      throw new NetworkError(`${call.method} ${call.path.replace(/\?.*/s, '')} got no answer.`, error);
    }
  }

  private initOf(
    { method, body, headers, isVersionless }: WireCall,
    authKey: string | null,
    signal: Signal,
  ): FetchInit {
    const own = {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...this.address.headers(),
      ...this.device?.headers(isVersionless),
      ...(authKey === null ? {} : { 'Auth-Key': authKey }),
    };
    return {
      method,
      headers: { ...withoutNamesOf(own, headers ?? {}), ...own },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
      ...{ redirect: 'error', credentials: 'omit', cache: 'no-store' },
    };
  }
}

/** Two spellings of a name would be sent as one header with both values, which the gateway refuses (JFW-HDR-03). */
function withoutNamesOf(own: object, further: Readonly<Record<string, string>>): Record<string, string> {
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(further).filter(([name]) => !taken.has(name.toLowerCase())));
}
