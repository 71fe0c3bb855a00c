import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { describeEngine } from './describe-engine';

const EXECUTABLE = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `describe` of suites that need a real browser: skipped, with one loud line, on a machine that has none. */
export function describeChromium(name: string, suite: () => void): void {
  if (existsSync(EXECUTABLE)) {
    describeEngine(name, suite);
    return;
  }
  process.stdout.write(`\nSKIPPED: ${name}: there is no ${EXECUTABLE}\n`);
  describe.skip(name, suite);
}

/** Browsers with nothing of anybody's in them; each forgets everything when it is closed. */
export class Chromium {
  private readonly open: { readonly context: BrowserContext; readonly folder: string }[] = [];

  async start(options: BrowserContextOptions): Promise<BrowserContext> {
    const folder = mkdtempSync(join(tmpdir(), 'brandgate-chromium-'));
    const launch = { executablePath: EXECUTABLE, headless: true, args: ARGUMENTS };
    const context = await chromium.launchPersistentContext(folder, { ...launch, ...options });
    this.open.push({ context, folder });
    return context;
  }

  async close(): Promise<void> {
    for (const { context, folder } of this.open.splice(0)) {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
