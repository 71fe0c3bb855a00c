import { ConfigError } from '../../config/gateway-config';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { CommandError } from './command-error';
import { failureOf, unexpected } from './failure';

class DriverError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

describe('failures of the command line', () => {
  it.each<[unknown, number, string]>([
    [new CommandError(4, 'x.not-found', 'There is no x.'), 4, 'x.not-found'],
    [new BrandgateError('user.not-found'), 4, 'user.not-found'],
    [new BrandgateError('brand.domain-taken'), 1, 'brand.domain-taken'],
    [new BrandgateError('password.format'), 1, 'password.format'],
    [invalidField('code', 'code must be short.'), 2, 'request.invalid'],
    [
      new BrandgateError('server.unavailable', { cause: new DriverError('x', 'ECONNREFUSED') }),
      3,
      'database.unreachable',
    ],
    [new BrandgateError('server.unavailable'), 3, 'server.unavailable'],
    [new ConfigError(['PORT must be a number.']), 1, 'config.invalid'],
    [new DriverError('x', 'ER_ACCESS_DENIED_ERROR'), 3, 'database.unreachable'],
    [new DriverError('x', 'SQLITE_CANTOPEN'), 3, 'database.unreachable'],
  ])('%p ends with %i as %s', (error, exit, code) => {
    expect(failureOf(error)).toMatchObject({ exit, code });
  });

  it('tells the field at fault', () => {
    expect(failureOf(invalidField('code', 'code must be short.'))?.message).toContain('code must be short.');
  });

  it('SEC-LOG-01: what nobody foresaw is told without what a driver quotes', () => {
    const error = new DriverError("Duplicate entry 'canary' for key 'x'", 'SQLITE_CONSTRAINT');
    expect(failureOf(error)).toBeNull();
    expect(unexpected(error)).toMatchObject({ exit: 1, message: expect.stringContaining('SQLITE_CONSTRAINT') });
    expect(unexpected(error).message).not.toContain('canary');
    expect(unexpected('a text').message).toContain('a text');
  });
});
