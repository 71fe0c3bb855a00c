interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly message?: unknown;
}

function driverErrorOf(error: unknown): DriverError {
  const outer = (typeof error === 'object' && error !== null ? error : {}) as {
    driverError?: DriverError;
  } & DriverError;
  return outer.driverError ?? outer;
}

/**
 * The unique index that refused the row, or null when the error is something else. MariaDB and MySQL name the index,
 * SQLite its columns; both are searched for `marker`.
 */
export function isDuplicate(error: unknown, marker?: string): boolean {
  const { code, errno, message } = driverErrorOf(error);
  const duplicate = errno === 1062 || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  return duplicate && (marker === undefined || (typeof message === 'string' && message.includes(marker)));
}

/** True when a foreign key refused the change: what it names is not there, or something still names it. */
export function isReferenceRefused(error: unknown): boolean {
  const { code, errno } = driverErrorOf(error);
  return errno === 1451 || errno === 1452 || code === 'SQLITE_CONSTRAINT_FOREIGNKEY';
}

// Deadlock, lock wait timeout, certification failure, node not ready (SEC-OT-04, REL-04).
const PASSING_ERRNO = new Set([1213, 1205, 1180, 1047]);
const PASSING_CODE = /^(SQLITE_BUSY|ECONNREFUSED)/;

/** True when the same transaction may well succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const { code, errno } = driverErrorOf(error);
  return (
    (typeof errno === 'number' && PASSING_ERRNO.has(errno)) || (typeof code === 'string' && PASSING_CODE.test(code))
  );
}

const LOST_CODE =
  /^(ECONN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENOTFOUND|PROTOCOL_|POOL_|SQLITE_(BUSY|IOERR|FULL|READONLY|CANTOPEN))/;
// Too many connections, read-only server, shutting down, disk full, gone away.
const LOST_ERRNO = new Set([1040, 1053, 1290, 1021, 2006, 2013, 1047, 1927]);

/** True when the store cannot be asked at all: the answer is 503, never 500 or a refusal (security.md §19). */
export function isStoreUnavailable(error: unknown): boolean {
  const { code, errno } = driverErrorOf(error);
  return (
    isPassing(error) ||
    (typeof errno === 'number' && LOST_ERRNO.has(errno)) ||
    (typeof code === 'string' && LOST_CODE.test(code))
  );
}

/** True when the store took the statement and refused what it says: a text too long, a row that refers to nothing. */
export function isRefusedRow(error: unknown): boolean {
  const { code, errno } = driverErrorOf(error);
  const isAnswer = typeof errno === 'number' || (typeof code === 'string' && code.startsWith('SQLITE_'));
  return isAnswer && !isStoreUnavailable(error);
}
