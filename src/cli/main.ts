#!/usr/bin/env node
import { ensureRuntime } from './runtime';

/** The command line of an installation: `brandgate <command>`. */
async function main(): Promise<void> {
  if (!ensureRuntime(__filename)) return;
  // Only now: what these load does not run on an older Node.
  const { processEnvironment } = await import('../config/process-environment.js');
  const { runCommandLine } = await import('./command-line.js');
  const { stdin, stdout, stderr } = process;
  // Whoever reads the output may have seen enough of it.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await runCommandLine(process.argv.slice(2), { stdin, stdout, stderr, env: processEnvironment() });
}

void main();
