import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { jwtVerify } from 'jose';

const TOKEN_HOST = 'oauth2.googleapis.com';
const FCM_HOST = 'fcm.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const PROJECT = 'acme-push';
const SEND_PATH = `/v1/projects/${PROJECT}/messages:send`;
const FCM_ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';

/** https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode */
export const DEAD = refusal([404, 'NOT_FOUND'], 'Requested entity was not found.', 'UNREGISTERED');
export const BUSY = refusal([503, 'UNAVAILABLE'], 'The service is currently unavailable.', 'UNAVAILABLE', 1);
export const QUOTA = refusal([429, 'RESOURCE_EXHAUSTED'], 'Quota exceeded.', 'QUOTA_EXCEEDED', 1);

/** What the console would give out for the stand-in's only project. */
export function serviceAccount() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    ...{ type: 'service_account', project_id: PROJECT, private_key_id: 'c0ffee'.padEnd(40, '0') },
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: `push@${PROJECT}.iam.gserviceaccount.com`,
    ...{ client_id: '100000000000000000001', token_uri: `https://${TOKEN_HOST}/token` },
  };
}

/**
 * Google's token endpoint and FCM v1 on loopback, with a certificate for both names. Every message is written down with
 * the bearer token it came with: each process fetches one of its own.
 * @param folder for key and certificate
 * @param port 0: any that is free
 */
export async function startGoogle(folder, account, port = 0) {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = `subjectAltName=DNS:${TOKEN_HOST},DNS:${FCM_HOST}`;
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=stand-in'];
  execFileSync('openssl', [...request, '-addext', names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert), keepAliveTimeout: 0 });
  const google = new Google(server, account, cert);
  server.on('request', (asked, response) => void google.take(asked, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return google;
}

class Google {
  /** Every message that came, oldest first; `answered` is when its answer was handed to the connection, or null. */
  log = [];
  /** Messages that were taken. */
  accepted = 0;
  /** Answers to messages to a target that come before it is taken; the last one of a dead target stays. */
  refusals = new Map();
  /** Called with each entry of the log when its answer is on its way. */
  onAnswer = () => undefined;
  /** Called with each message as it comes. */
  onMessage = () => undefined;
  #bearers = new Map();
  #key;

  constructor(server, account, cert) {
    this.server = server;
    this.account = account;
    this.#key = createPublicKey(account.private_key);
    this.settings = () => ({ pushHost: `127.0.0.1:${server.address().port}`, pushAuthorityFile: cert });
  }

  /** Access tokens that were issued so far. */
  get tokens() {
    return this.#bearers.size;
  }

  async take(asked, response) {
    let text = '';
    asked.setEncoding('utf8');
    for await (const chunk of asked) text += chunk;
    const { host, authorization = '' } = asked.headers;
    if (asked.method !== 'POST') return write(response, { status: 404, body: {} });
    if (host === TOKEN_HOST && asked.url === '/token') return write(response, await this.#tokenFor(text));
    if (host !== FCM_HOST || asked.url !== SEND_PATH) return write(response, { status: 404, body: {} });
    const bearer = this.#bearers.get(authorization.replace(/^Bearer /, ''));
    if (bearer === undefined) return write(response, { status: 401, body: {} });
    const { message } = JSON.parse(text);
    this.onMessage(message);
    this.#send(message, bearer, response);
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(closed));
  }

  #send({ token: target, data = {} }, bearer, response) {
    const at = Date.now();
    const waiting = this.refusals.get(target);
    const refused = waiting?.[0];
    if (waiting !== undefined && refused !== DEAD) waiting.shift();
    if (refused === undefined) this.accepted += 1;
    const status = refused?.status ?? 200;
    const entry = { target, delivery: data.brandgateDelivery, bearer, at, answered: null, status };
    this.log.push(entry);
    response.on('finish', () => {
      entry.answered = Date.now();
      this.onAnswer(entry);
    });
    const name = `projects/${PROJECT}/messages/${this.accepted}`;
    write(response, refused ?? { status: 200, body: { name } });
  }

  /** RFC 7523, as https://developers.google.com/identity/protocols/oauth2/service-account has it. */
  async #tokenFor(text) {
    const form = new URLSearchParams(text);
    if (form.get('grant_type') !== GRANT) return oauth('unsupported_grant_type');
    try {
      const options = { issuer: this.account.client_email, audience: this.account.token_uri, algorithms: ['RS256'] };
      const checks = { ...options, maxTokenAge: '1h', requiredClaims: ['exp', 'iat'] };
      const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', this.#key, checks);
      if (protectedHeader.kid !== this.account.private_key_id) return oauth('invalid_grant');
      if (payload.scope !== SCOPE) return oauth('invalid_scope');
    } catch {
      return oauth('invalid_grant');
    }
    const token = `ya29.${randomBytes(24).toString('base64url')}`;
    this.#bearers.set(token, this.#bearers.size + 1);
    return { status: 200, body: { access_token: token, expires_in: 3_599, token_type: 'Bearer' } };
  }
}

function refusal([code, status], message, errorCode, seconds) {
  const headers = seconds === undefined ? {} : { 'Retry-After': String(seconds) };
  const details = [{ '@type': FCM_ERROR, errorCode }];
  return { status: code, body: { error: { code, message, status, details } }, headers };
}

function oauth(error) {
  return { status: 400, body: { error } };
}

function write(response, { status, body, headers }) {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8', ...headers });
  response.end(JSON.stringify(body));
}
