import { ensureRuntime } from './cli/runtime';

/** Starts a gateway with the configuration of the environment and runs it until it is told to stop. */
async function main(): Promise<void> {
  if (!ensureRuntime(__filename)) return;
  // Only now: what these load does not run on an older Node.
  const { serve } = await import('./cli/serve.js');
  process.exitCode = await serve();
}

void main();
