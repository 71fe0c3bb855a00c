import { setTimeout as delay } from 'node:timers/promises';
import { Command, Option } from 'nest-commander';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import { wholeSeconds, webAddress } from '../shell/option-values';

interface IsReadyOptions extends CommonOptions {
  readonly url?: string;
  readonly wait?: number;
}

interface Answer {
  readonly isReady: boolean;
  /** What is wrong, when it is not. */
  readonly reason: string | null;
}

const PATIENCE_MS = 3_000;
const PAUSE_MS = 250;

@Command({ name: 'isready', description: 'asks a running gateway whether it can serve' })
export class IsReadyCommand extends HouseCommand<IsReadyOptions> {
  protected readonly examples = ['brandgate isready', 'brandgate isready --url http://10.0.0.7:3000 --wait 30'];

  protected async execute({ options, out }: Invocation<IsReadyOptions>): Promise<void> {
    const url = options.url ?? this.ownUrl();
    const answer = await this.ask(url, (options.wait ?? 0) * 1_000);
    if (!answer.isReady) {
      const advice = 'Look at the log of the gateway, or ask another one with --url.';
      throw new CommandError(EXIT.unavailable, 'gateway.not-ready', `${url} is not ready: ${answer.reason}.`, advice);
    }
    out.show({ url, ready: true }, () => `${url} is ready.`);
  }

  @Option({
    flags: '--url <origin>',
    description: 'the gateway to ask; default BRANDGATE_PUBLIC_URL, else this machine',
  })
  parseUrl(value: string): string {
    return webAddress('--url', value);
  }

  @Option({ flags: '--wait <seconds>', description: 'ask again until it is ready, for this long at most' })
  parseWait(value: string): number {
    return wholeSeconds('--wait', value);
  }

  private ownUrl(): string {
    const { publicUrl, port } = this.shell.installation.config;
    return publicUrl ?? `http://localhost:${port}`;
  }

  private async ask(url: string, waitMs: number): Promise<Answer> {
    const until = performance.now() + waitMs;
    for (;;) {
      const answer = await askOnce(url);
      if (answer.isReady || performance.now() + PAUSE_MS > until) return answer;
      await delay(PAUSE_MS);
    }
  }
}

async function askOnce(url: string): Promise<Answer> {
  try {
    const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { status } = response;
    const body = (await response.json().catch(() => null)) as { checks?: { database?: unknown } } | null;
    if (status === 200) return { isReady: true, reason: null };
    const database = body?.checks?.database === 'down' ? ', its database does not answer' : '';
    return { isReady: false, reason: `it answered ${status}${database}` };
  } catch (error) {
    return { isReady: false, reason: `no answer (${causeOf(error)})` };
  }
}

/** `ECONNREFUSED` and the like; the names of a host may each have a cause of their own. */
function causeOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? name ?? 'unknown';
}
