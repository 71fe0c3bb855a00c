import { ENVIRONMENT, type Parsed, type Variable } from './environment.schema';
import { type Environment, processEnvironment } from './process-environment';
import { textOf } from './variable-text';

type Value<V> = V extends Variable<infer T> ? T : never;
type Settings = { readonly [K in keyof typeof ENVIRONMENT]: Value<(typeof ENVIRONMENT)[K]> };

/** The installation's configuration, read and validated once at the start. Injected by its class. */
export abstract class GatewayConfig implements Settings {
  abstract readonly port: Settings['port'];
  abstract readonly host: Settings['host'];
  abstract readonly database: Settings['database'];
  abstract readonly redisUrl: Settings['redisUrl'];
  abstract readonly smtpUrl: Settings['smtpUrl'];
  abstract readonly publicUrl: Settings['publicUrl'];
  abstract readonly masterKey: Settings['masterKey'];
  abstract readonly trustedProxies: Settings['trustedProxies'];
  abstract readonly adminUsername: Settings['adminUsername'];
  abstract readonly adminEmail: Settings['adminEmail'];
  abstract readonly adminPassword: Settings['adminPassword'];
  abstract readonly passwordCost: Settings['passwordCost'];
  /** On the embedded database, on a loopback host, and not told that it is production: mails may be read in the log. */
  abstract readonly isDevelopment: boolean;
}

/** Every mistake at once, a line each, with the variable's name and what is expected. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(['The configuration is not valid:', ...mistakes.map((m) => `  - ${m}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

/** @throws ConfigError with all mistakes */
export function loadGatewayConfig(env: Environment = processEnvironment()): GatewayConfig {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(ENVIRONMENT) as [string, Variable<unknown>][]) {
    const text = textOf(variable, env);
    if ('mistake' in text) {
      mistakes.push(text.mistake);
      continue;
    }
    const parsed: Parsed<unknown> = variable.parse(text.value);
    if ('expected' in parsed) mistakes.push(`${variable.name} must be ${parsed.expected}.`);
    else values[key] = parsed.value;
  }
  if (env['FIREBASE_AUTH_EMULATOR_HOST'] !== undefined && env['NODE_ENV'] !== 'test') {
    mistakes.push('FIREBASE_AUTH_EMULATOR_HOST must be unset: it switches signature checks off.');
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return { ...(values as Settings), isDevelopment: isDevelopment(values as Settings, env) };
}

function isDevelopment({ database, publicUrl }: Settings, env: Environment): boolean {
  const isLocal = publicUrl === null || publicUrl.startsWith('http:');
  const isNamed = env['NODE_ENV'] === 'production' || env['NODE_ENV'] === 'test';
  return database.kind === 'sqlite' && isLocal && !isNamed;
}
