import { ConfigError } from '../../config/gateway-config';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { adviceOn } from './advice';
import { CommandError } from './command-error';
import { EXIT, type ExitCode } from './exit-code';

/** An error as the command line tells it. */
export interface Failure {
  readonly exit: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly advice: string | null;
}

const UNREACHABLE = /^(ECONN|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_|ER_|PROTOCOL_|SQLITE_(BUSY|CANTOPEN|IOERR|FULL))/;
/** Errors of ours whose message is all there is to say. */
const PLAIN = [
  'DatabaseSetupError',
  'MigrationLockError',
  'UnknownMigrationError',
  'UndeclaredAccessError',
  'DamagedFileError',
];

/** What an operator can act on; null for a fault of the gateway's own. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof CommandError) {
    const { exit, code, message, advice } = error;
    return { exit, code, message, advice };
  }
  if (error instanceof BrandgateError) return ofCatalogue(error);
  if (error instanceof ConfigError) return failed('config.invalid', error.message, 'See: brandgate config show --help');
  if (error instanceof Error && PLAIN.includes(error.name)) return failed('setup.refused', error.message, null);
  return ofCode(error);
}

/** The same for what nobody foresaw. Messages of drivers quote values, so only their code is told. */
export function unexpected(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const code = codeOf(error);
  const what = code === null ? `${name}: ${message}` : `${name} (${code})`;
  return failed('unexpected', `Something went wrong: ${what}`, 'Run it again with DEBUG=1 to see where.');
}

function ofCatalogue(error: BrandgateError): Failure {
  const faults = error.fields.map(({ message }) => message);
  // A database that does not answer is told by what it said.
  const cause = error.code === 'server.unavailable' ? ofCode(error.cause) : null;
  if (cause) return cause;
  const advice = adviceOn(error.code);
  return { exit: exitOf(error), code: error.code, message: [error.message, ...faults].join(' '), advice };
}

function exitOf({ code, entry: { status } }: BrandgateError): ExitCode {
  if (status === 503) return EXIT.unavailable;
  if (status === 404) return EXIT.notFound;
  return status === 400 && code !== 'password.format' ? EXIT.usage : EXIT.failed;
}

function ofCode(error: unknown): Failure | null {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return failed('port.in-use', 'The port is in use.', 'Set PORT to another one.');
  if (code === null || !UNREACHABLE.test(code)) return null;
  const message = `The database cannot be used (${code}).`;
  const advice = 'Check DATABASE_URL and that the server runs: brandgate config check';
  return { exit: EXIT.unavailable, code: 'database.unreachable', message, advice };
}

function codeOf(error: unknown): string | null {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : null;
}

function failed(code: string, message: string, advice: string | null): Failure {
  return { exit: EXIT.failed, code, message, advice };
}
