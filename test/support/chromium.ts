import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
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

/** One browser, with a profile in a folder of its own that goes with it. */
export class Chromium {
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<Chromium> {
    return new Chromium(await chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGUMENTS }));
  }

  /** A visitor who has nothing from the ones before. */
  visitor(options: BrowserContextOptions): Promise<BrowserContext> {
    return this.browser.newContext(options);
  }

  /** The visitors there are leave. */
  async forget(): Promise<void> {
    for (const context of this.browser.contexts()) await context.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
