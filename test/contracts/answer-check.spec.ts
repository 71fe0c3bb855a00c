import { AnswerCheck, type SeenAnswer } from '../support/answer-check';

const CORRELATION_ID = '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c';
const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'X-Correlation-ID': CORRELATION_ID };
const KEY = {
  id: 'f',
  createdDate: '2026-10-19T04:20:20.628Z',
  lastUsedAt: null,
  expiresIn: '2026-10-20T04:20:20.628Z',
  device: { id: 'd', code: 'ABC', name: 'Phone', osDevice: null },
  ip: '127.0.0.1',
  userAgent: null,
  isCurrent: true,
};
const PAGE = { items: [KEY], totalItems: 1, pageNumber: 0, pageSize: 200 };

type Changes = Partial<Omit<SeenAnswer, 'headers' | 'body'>> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

function success(data: unknown, statusCode = 200): object {
  return { success: true, statusCode, message: 'The request was successful.', data, errors: [] };
}

function failure(statusCode: number, code: string, data: unknown = null): object {
  const message = 'Some text.';
  const errors = [{ code, message, details: message, correlationId: CORRELATION_ID }];
  return { success: false, statusCode, message, data, errors };
}

describe('the comparison of answers with openapi.json', () => {
  const check = new AnswerCheck();
  const faultOf = ({ headers = {}, body = success(PAGE), ...changes }: Changes): string | null => {
    const answer = { method: 'GET', url: '/api/v1/users/me/auth-keys', status: 200, ...changes };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return check.check({ ...answer, headers: new Headers({ ...HEADERS, ...headers }), body: text }).fault;
  };
  const refused = (status: number, body: object, headers = {}) => faultOf({ status, body, headers });
  const WITH_KEY = { 'WWW-Authenticate': 'AuthKey' };

  it('takes what is as described, in any spelling of the path (JFW-GEN-01)', () => {
    expect(faultOf({})).toBeNull();
    expect(faultOf({ url: '/API/v1/Users/me/auth-keys/?pageSize=1' })).toBeNull();
    expect(refused(401, failure(401, 'AuthKeyInvalid'), WITH_KEY)).toBeNull();
  });

  it.each([
    ['a member too few', { items: [{ ...KEY, ip: undefined }] }, "must have required property 'ip'"],
    ['a member too many', { items: [{ ...KEY, authKey: 'bgk_' }] }, 'must NOT have additional properties'],
    [
      'a member too many inside',
      { items: [{ ...KEY, device: { ...KEY.device, imei: '1' } }] },
      'additional properties',
    ],
    [
      'a null where none may be',
      { items: [{ ...KEY, createdDate: null }] },
      '/data/items/0/createdDate must be string',
    ],
    [
      'an instant without milliseconds',
      { items: [{ ...KEY, expiresIn: '2026-10-20T04:20:20Z' }] },
      'must match pattern',
    ],
    ['a page of another form', { totalItems: undefined }, "must have required property 'totalItems'"],
  ])('refuses %s', (_, data, text) => {
    expect(faultOf({ body: success({ ...PAGE, ...data }) })).toContain(text);
  });

  it('refuses an envelope that is not the contract’s (JFW-ENV-02 to -04)', () => {
    expect(faultOf({ body: success(PAGE, 201) })).toContain('/statusCode must be equal to constant');
    expect(faultOf({ body: { ...success(PAGE), message: 'OK' } })).toContain('/message must be equal to constant');
    expect(faultOf({ body: { ...success(PAGE), extra: 1 } })).toContain('must NOT have additional properties');
    expect(faultOf({ body: '<html></html>' })).toContain('must be object');
  });

  it('refuses a status and a code that the operation does not declare', () => {
    expect(faultOf({ status: 201, body: success(PAGE, 201) })).toContain('the status is not declared');
    expect(refused(409, failure(409, 'DeviceAlreadyExists'))).toContain('the status is not declared');
    expect(refused(401, failure(401, 'UserCredentialsIncorrect'), WITH_KEY)).toContain(
      'must be equal to one of the allowed',
    );
    expect(refused(401, failure(401, 'AuthKeyInvalid', { a: 1 }), WITH_KEY)).toContain('/data must be null');
  });

  it('knows the data that some refusals carry (JFW-ENV-05)', () => {
    const at = { method: 'POST', url: '/api/v1/users/auth', status: 409 };
    const limit = { deviceQuota: 1, devices: [] };
    expect(faultOf({ ...at, body: failure(409, 'DeviceLimitConfirmationRequired', limit) })).toBeNull();
    expect(faultOf({ ...at, body: failure(409, 'DeviceLimitConfirmationRequired') })).not.toBeNull();
    expect(faultOf({ ...at, body: failure(409, 'DeviceLimitReached') })).toBeNull();
    expect(faultOf({ ...at, body: failure(409, 'DeviceLimitReached', limit) })).not.toBeNull();
  });

  it('looks at the media type and the headers', () => {
    expect(faultOf({ headers: { 'Content-Type': 'text/html' } })).toContain('text/html is not declared');
    expect(faultOf({ headers: { 'X-Correlation-ID': 'a b' } })).toContain('X-Correlation-ID is not as declared');
    expect(faultOf({ headers: { 'X-Device-Status': 'perhaps' } })).toContain('X-Device-Status is not as declared');
    expect(faultOf({ headers: { 'X-Refresh-Outcome': 'rotated' } })).toContain('X-Refresh-Outcome is not declared');
    expect(faultOf({ headers: { 'RateLimit-Limit': 'many' } })).toContain('RateLimit-Limit is not as declared');
    expect(refused(401, failure(401, 'AuthKeyInvalid'))).toContain('WWW-Authenticate is missing');
  });

  it('takes nothing but a refusal from a path that nobody serves (JFW-GEN-08)', () => {
    const url = '/api/v1/wallets';
    expect(faultOf({ url, status: 404, body: failure(404, 'RouteNotFound') })).toBeNull();
    expect(faultOf({ url, status: 404, body: 'not found' })).toContain('must be object');
    expect(faultOf({ url })).toContain('npm run openapi');
  });
});
