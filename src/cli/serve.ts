import { ConfigError, type GatewayConfig, loadGatewayConfig } from '../config/gateway-config';
import { VERSION } from '../config/version';
import { PLATFORM_DOMAIN } from '../flows/first-start/first-start.flow';
import { Gateway } from '../gateway';

/**
 * Runs a gateway until SIGTERM or SIGINT; a second signal ends it at once. Resolves when it listens, or could not.
 * @returns the exit code so far
 */
export async function serve(): Promise<0 | 1> {
  try {
    const config = loadGatewayConfig();
    const gateway = await Gateway.create(config);
    const port = await gateway.listen(config.port, config.host);
    // Before it is announced: whoever waits for that line may stop it at once.
    stopOnSignal(gateway);
    announce(gateway, config, port);
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function announce({ firstAdmin }: Gateway, config: GatewayConfig, port: number): void {
  const { host, publicUrl } = config;
  if (config.redisUrl !== null)
    say('REDIS_URL is set but not used by this version: rate limits are counted per gateway.');
  const own = publicUrl ?? `http://localhost:${port}`;
  say(`Brandgate ${VERSION} listens on ${host}:${port}; documentation at ${own}/docs`);
  if (firstAdmin === null) return;
  const { username, generatedPassword } = firstAdmin;
  say(`The platform brand (${PLATFORM_DOMAIN}) and its SuperAdmin "${username}" were created.`);
  if (generatedPassword === null) return;
  const body = JSON.stringify({ username, password: generatedPassword });
  say(`Its password, shown this once: ${generatedPassword}`);
  say(
    `First sign-in:\n  curl -s http://localhost:${port}/api/v1/users/auth -H 'Brand-URL: ${PLATFORM_DOMAIN}' \\\n    -H 'Content-Type: application/json' -d '${body}'`,
  );
}

function stopOnSignal(gateway: Gateway): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      gateway.drain().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${explain(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One clear text for what an operator can mend, a stack for what is a fault of ours. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = (error as { code?: unknown }).code;
  if (code === 'EADDRINUSE') return 'The port is in use; set PORT to another one.';
  if (typeof code === 'string' && /^(ECONN|ENOTFOUND|ETIMEDOUT|ER_)/.test(code)) {
    return `The database cannot be used (${code}): check DATABASE_URL and that the server runs.`;
  }
  const isPlain = [
    'DatabaseSetupError',
    'MigrationLockError',
    'UnknownMigrationError',
    'UndeclaredAccessError',
  ].includes(error.name);
  return isPlain ? error.message : (error.stack ?? error.message);
}
