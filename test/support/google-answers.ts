/** What FCM says of one message, in the form of its documentation. */
export interface FcmAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The connection is closed without an answer, or none ever comes. */
export type Silence = 'close' | 'hang';

const FCM_ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';

function refusal(
  [code, status]: readonly [number, string],
  message: string,
  errorCode?: string,
  headers: Readonly<Record<string, string>> = {},
): FcmAnswer {
  const details = errorCode === undefined ? {} : { details: [{ '@type': FCM_ERROR, errorCode }] };
  return { status: code, body: { error: { code, message, status, ...details } }, headers };
}

/** https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode */
export const FCM = {
  unregistered: refusal([404, 'NOT_FOUND'], 'Requested entity was not found.', 'UNREGISTERED'),
  badToken: refusal(
    [400, 'INVALID_ARGUMENT'],
    'The registration token is not a valid FCM registration token',
    'INVALID_ARGUMENT',
  ),
  badMessage: refusal([400, 'INVALID_ARGUMENT'], 'Request contains an invalid argument.', 'INVALID_ARGUMENT'),
  quota: (seconds: number) =>
    refusal([429, 'RESOURCE_EXHAUSTED'], 'Quota exceeded.', 'QUOTA_EXCEEDED', { 'Retry-After': String(seconds) }),
  wrongSender: refusal([403, 'PERMISSION_DENIED'], 'SenderId mismatch', 'SENDER_ID_MISMATCH'),
  apple: refusal([401, 'UNAUTHENTICATED'], 'Auth error from APNS or Web Push Service', 'THIRD_PARTY_AUTH_ERROR'),
  unavailable: refusal([503, 'UNAVAILABLE'], 'The service is currently unavailable.', 'UNAVAILABLE'),
  internal: refusal([500, 'INTERNAL'], 'Internal error encountered.', 'INTERNAL'),
  unknownName: (name: string) =>
    refusal([400, 'INVALID_ARGUMENT'], `Invalid JSON payload received. Unknown name "${name}"`),
  noBearer: refusal([401, 'UNAUTHENTICATED'], 'Request had invalid authentication credentials.'),
  foreignProject: refusal([403, 'PERMISSION_DENIED'], "Permission 'cloudmessaging.messages.create' denied"),
} as const;
