import { Agent, request } from 'node:http';
import { requireAsDescribed } from '../support/watch-answers';

/** A request, ready to be sent. */
export interface Asked {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string | undefined;
}

export interface Answer {
  readonly status: number;
  /** Names and values as they came, in their order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

/** Kept connections to one gateway. */
export class Line {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });

  /** @param isDescribed every answer must be as openapi.json says */
  constructor(
    private readonly port: number,
    private readonly isDescribed: boolean,
  ) {}

  async ask(asked: Asked): Promise<Answer> {
    const answer = await this.exchange(asked);
    if (this.isDescribed) {
      const { method, url } = asked;
      const headers = new Headers(answer.headers.map(([name, value]) => [name, value]));
      const seen = { method, url, status: answer.status, headers, body: answer.text };
      requireAsDescribed(`http://127.0.0.1:${this.port}`, seen);
    }
    return answer;
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange({ method, url, headers, body }: Asked): Promise<Answer> {
    const { agent, port } = this;
    const content = body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': sizeOf(body) };
    const options = { host: '127.0.0.1', port, agent, method, path: url };
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, headers: { Host: 'gw.localhost', ...content, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), text });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

function sizeOf(text: string): string {
  return String(Buffer.byteLength(text));
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ''] as [string, string]] : []));
}
