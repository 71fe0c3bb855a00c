import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../src/config/process-environment';
import type { Ended } from './command-line';
import { ADMIN, TEST_MASTER_KEY } from './start-gateway';
import { watchAnswers } from './watch-answers';

const ROOT = resolve(__dirname, '../..');
// Below node_modules, so that what is compiled finds its packages.
const FOLDER = join(ROOT, 'node_modules', '.cache', `brandgate-${process.pid}`);
const COMPILER = join(ROOT, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');

function environment(databaseUrl: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    BRANDGATE_HOST: '127.0.0.1',
    BRANDGATE_PUBLIC_URL: 'http://gw.localhost',
    BRANDGATE_MASTER_KEY: TEST_MASTER_KEY,
    BRANDGATE_ADMIN_PASSWORD: ADMIN.password,
    DATABASE_URL: databaseUrl,
  };
}

/** The sources compiled as for production, for tests that need gateways in processes of their own. */
export class GatewayBuild {
  static async create(): Promise<GatewayBuild> {
    const what = ['src', 'ormconfig.ts', '-d', FOLDER, '--ignore', '**/*.spec.ts', '--copy-files', '-q'];
    await promisify(execFile)(process.execPath, [COMPILER, ...what], { cwd: ROOT });
    return new GatewayBuild();
  }

  /** Where the compiled sources are. */
  readonly folder = FOLDER;

  /** A gateway on this database; resolves when it listens. */
  async start(databaseUrl: string): Promise<GatewayProcess> {
    const child = spawn(process.execPath, [join(FOLDER, 'src', 'main.js')], {
      env: environment(databaseUrl),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new GatewayProcess(child, await listeningPort(child));
  }

  /** Runs the command line to its end. @param args its words */
  async command(databaseUrl: string, args: readonly string[], env: Environment = {}): Promise<Ended> {
    const child = this.spawnCommand(databaseUrl, args, env);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [exit] = (await once(child, 'close')) as [number | null];
    return { exit: exit ?? -1, stdout, stderr };
  }

  /** The command line in a process that the test talks to, or kills. */
  spawnCommand(databaseUrl: string, args: readonly string[], env: Environment = {}): ChildProcess {
    return spawn(process.execPath, [join(FOLDER, 'src', 'cli', 'main.js'), ...args], {
      env: { ...environment(databaseUrl), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async remove(): Promise<void> {
    await rm(FOLDER, { recursive: true, force: true });
  }
}

/** A gateway in a process of its own, on the real clock. */
export class GatewayProcess {
  readonly origin: string;

  constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    this.origin = `http://127.0.0.1:${port}`;
    watchAnswers(this.origin);
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((found, failed) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /listens on 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port !== undefined) found(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => failed(new Error(`the gateway did not start: ${output}`)));
  });
}
