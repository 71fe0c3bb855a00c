import { HttpException } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { HashPoolBusyError } from '../../kernel/hashing/hash-pool-busy-error';
import { isStoreUnavailable } from '../../storage/database-error';

/** Whatever was thrown, as an error of the catalogue; its cause goes to the log. */
export function errorOf(thrown: unknown): BrandgateError {
  if (thrown instanceof BrandgateError) return thrown;
  if (thrown instanceof HashPoolBusyError) {
    return new BrandgateError('server.unavailable', { cause: thrown, retryAfter: thrown.retryAfterSeconds });
  }
  if (isStoreUnavailable(thrown)) return new BrandgateError('server.unavailable', { cause: thrown, retryAfter: 1 });
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  if (status === 404) return new BrandgateError('route.not-found');
  // The router itself objects to a path it cannot decode.
  if (status === 400) return new BrandgateError('request.invalid', { cause: thrown, reason: 'path-undecodable' });
  return new BrandgateError('server.internal', { cause: thrown });
}

function statusOf(thrown: unknown): number {
  const { status } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { status?: unknown };
  return typeof status === 'number' ? status : 500;
}
