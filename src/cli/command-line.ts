import 'reflect-metadata';
import { CommandFactory, CommandRunnerService } from 'nest-commander';
import { VERSION } from '../config/version';
import { loadCommands } from './command-groups';
import type { ExitCode } from './shell/exit-code';
import { failureOf, unexpected } from './shell/failure';
import type { Io } from './shell/io';
import { Shell } from './shell/shell';
import { ShellModule } from './shell/shell.module';

const ANYWHERE = ['--json', '--quiet'];

/** Runs one command line. Never throws, and never ends the process. @returns the exit code */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  const args = commonOptionsLast(argv);
  const shell = new Shell(io);
  try {
    await run(args, shell);
    return shell.exitCode;
  } catch (error) {
    const failure = failureOf(error) ?? unexpected(error);
    shell.output({ json: args.includes('--json') }).failure(failure);
    if ((io.env['DEBUG'] ?? '') !== '' && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
    return failure.exit;
  }
}

async function run(args: readonly string[], shell: Shell): Promise<void> {
  const rethrow = (error: Error): never => {
    throw error;
  };
  const { stdout, stderr } = shell.io;
  const app = await CommandFactory.createWithoutRunning(ShellModule.with(shell, await loadCommands(args)), {
    abortOnError: false,
    logger: false,
    version: VERSION,
    serviceErrorHandler: rethrow,
    outputConfiguration: {
      writeOut: (text) => void stdout.write(text),
      // Commander would print its mistakes itself; they are told like all others.
      writeErr: (text) => {
        if (!text.startsWith('error:')) stderr.write(text);
      },
    },
  });
  try {
    await app.get(CommandRunnerService).run(['node', 'brandgate', ...args]);
  } finally {
    await app.close();
  }
}

/** `--json` and `--quiet` may stand anywhere; commander wants them behind the command. */
function commonOptionsLast(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const [own, rest] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
  const common = ANYWHERE.filter((option) => own.includes(option));
  const others = own.filter((arg) => !ANYWHERE.includes(arg));
  return [...others, ...(others.length === 0 ? [] : common), ...rest];
}
