import { setTimeout as delay } from 'node:timers/promises';
import { Option, SubCommand } from 'nest-commander';
import { type EntryUsage, isFree, RingUsage } from '../../core/key-ring/ring-usage';
import { type RotationCount, RotateKeysFlow } from '../../flows/rotate-keys/rotate-keys.flow';
import { Clock } from '../../kernel/clock';
import { EXIT, type ExitCode } from '../shell/exit-code';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';
import type { OpenInstallation } from '../shell/open-installation';
import { wholeNumber } from '../shell/option-values';
import { platformActor } from '../shell/platform-actor';
import type { Output } from '../shell/output';
import { ringAdvice, showRing } from './ring-report';

interface RotateOptions extends CommonOptions {
  readonly batch?: number;
  readonly pause?: number;
  readonly wait?: boolean;
  readonly every?: number;
}

const BATCH = 100;
const EVERY_SECONDS = 60;

@SubCommand({ name: 'rotate', description: 'seals anew what older entries sealed; may be stopped and started again' })
export class KeysRotateCommand extends HouseCommand<RotateOptions> {
  protected readonly examples = ['brandgate keys rotate', 'brandgate keys rotate --wait --every 3600'];

  protected async execute({ options, out }: Invocation<RotateOptions>): Promise<ExitCode> {
    const installation = await this.shell.installation.open();
    const count = await this.rotate(installation, options, out);
    let entries = await usage(installation);
    while (options.wait === true && isWaiting(entries)) {
      out.note(progressOf(entries));
      await delay((options.every ?? EVERY_SECONDS) * 1_000);
      // A gateway that was not restarted yet goes on sealing under its own first entry.
      await this.rotate(installation, options, out);
      entries = await usage(installation);
    }
    showRing(out, entries, count);
    out.note(ringAdvice(entries));
    const isWhole = count.unreadable === 0 && entries.every(({ state }) => state !== 'missing');
    return isWhole ? EXIT.ok : EXIT.failed;
  }

  @Option({ flags: '--batch <rows>', description: 'rows in one transaction; default 100' })
  parseBatch(value: string): number {
    return wholeNumber('--batch', value, 1, 10_000);
  }

  @Option({ flags: '--pause <milliseconds>', description: 'rest between two transactions; default 0' })
  parsePause(value: string): number {
    return wholeNumber('--pause', value, 0, 60_000);
  }

  @Option({ flags: '--wait', description: 'go on until no row needs an older entry: passwords move as people sign in' })
  parseWait(): boolean {
    return true;
  }

  @Option({ flags: '--every <seconds>', description: 'with --wait: how often to look; default 60' })
  parseEvery(value: string): number {
    return wholeNumber('--every', value, 1, 86_400);
  }

  private async rotate(installation: OpenInstallation, options: RotateOptions, out: Output): Promise<RotationCount> {
    const count = await installation.get(RotateKeysFlow).run(await platformActor(installation), {
      batch: options.batch ?? BATCH,
      onProgress: async ({ resealed, current }) => {
        out.note(`sealed anew ${resealed}, already done ${current}`);
        await delay(options.pause ?? 0);
      },
    });
    if (count.unreadable > 0) out.note(`${count.unreadable} sealed texts cannot be opened with this key ring.`);
    return count;
  }
}

async function usage(installation: OpenInstallation): Promise<EntryUsage[]> {
  return installation.get(RingUsage).list(installation.get(Clock).now());
}

function isWaiting(entries: readonly EntryUsage[]): boolean {
  return entries.some((entry) => entry.state === 'reading' && !isFree(entry));
}

function progressOf(entries: readonly EntryUsage[]): string {
  const held = entries.filter(({ state }) => state === 'reading');
  const texts = held.map((e) => `${e.id}: ${e.sealedTexts} sealed, ${e.passwords} passwords, ${e.sessions} sessions`);
  return `waiting for ${texts.join('; ')}`;
}
