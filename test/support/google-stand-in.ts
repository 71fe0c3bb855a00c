import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { FCM, type FcmAnswer, type Silence } from './google-answers';
import { type AccountFile, publicKeyOf } from './service-account';
import type { TestGateway } from './start-gateway';

const TOKEN_HOST = 'oauth2.googleapis.com';
const FCM_HOST = 'fcm.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SEND = /^\/v1\/projects\/([^/]+)\/messages:send$/;
const MESSAGE = new Set(['token', 'fid', 'notification', 'data', 'android', 'apns', 'webpush', 'fcm_options']);

export type FcmMessage = Readonly<Record<string, unknown>> & { readonly data?: Readonly<Record<string, string>> };
type Reply = FcmAnswer | Silence | (() => Promise<FcmAnswer>);

/**
 * Google's token endpoint and FCM v1 on loopback, with a certificate for both names from an authority of its own. The
 * gateway comes here by its settings `pushHost` and `pushAuthorityFile` alone.
 */
export class GoogleStandIn {
  /** Messages that were taken, oldest first. */
  readonly messages: { readonly project: string; readonly target: string; readonly message: FcmMessage }[] = [];
  /** Requests by path, taken or not. */
  readonly requests: string[] = [];
  /** How the token endpoint behaves; null: as Google's. */
  tokenReply: Silence | null = null;
  private readonly accounts = new Map<string, AccountFile>();
  private readonly bearers = new Map<string, string>();
  private readonly replies = new Map<string, Reply>();

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  static async start(): Promise<GoogleStandIn> {
    const folder = mkdtempSync(join(tmpdir(), 'brandgate-google-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = `subjectAltName=DNS:${TOKEN_HOST},DNS:${FCM_HOST}`;
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=stand-in'];
    execFileSync('openssl', [...request, '-addext', names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
    const google = new GoogleStandIn(server, folder);
    server.on('request', (request, response) => void google.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return google;
  }

  /** Tells the gateway to come here: all that it ever hears of the stand-in. */
  async serve(gateway: Pick<TestGateway, 'setGatewaySetting'>): Promise<void> {
    const { port } = this.server.address() as AddressInfo;
    await gateway.setGatewaySetting('pushHost', `127.0.0.1:${port}`);
    await gateway.setGatewaySetting('pushAuthorityFile', join(this.folder, 'cert.pem'));
  }

  /** Google knows the account from now on. */
  register(account: AccountFile): AccountFile {
    this.accounts.set(account.client_email, account);
    return account;
  }

  /** The key is deleted in Google's console. */
  revoke({ client_email: email }: AccountFile): void {
    this.accounts.delete(email);
  }

  /** From now on, for messages to this token or installation id. */
  reply(target: string, reply: Reply): void {
    this.replies.set(target, reply);
  }

  /** Messages to it are taken again. */
  recover(target: string): void {
    this.replies.delete(target);
  }

  to(target: string): FcmMessage[] {
    return this.messages.filter((taken) => taken.target === target).map(({ message }) => message);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', method, headers } = request;
    const text = await textOf(request);
    this.requests.push(`${headers.host}${url}`);
    if (method === 'POST' && headers.host === TOKEN_HOST && url === '/token') {
      write(response, this.tokenReply ?? (await this.tokenFor(request, text)));
      return;
    }
    const [, project] = SEND.exec(url) ?? [];
    if (method !== 'POST' || headers.host !== FCM_HOST || project === undefined) {
      write(response, { status: 404, body: {} });
      return;
    }
    write(response, await this.take(project, headers.authorization, text));
  }

  /** RFC 7523, as https://developers.google.com/identity/protocols/oauth2/service-account has it. */
  private async tokenFor({ headers }: IncomingMessage, text: string): Promise<FcmAnswer> {
    const form = new URLSearchParams(text);
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded' && form.get('grant_type') === GRANT;
    if (!isForm) return oauth('unsupported_grant_type', 'Invalid grant_type');
    try {
      const key: Parameters<typeof jwtVerify>[1] = ({ kid }) => this.keyOf(kid);
      const options = { audience: `https://${TOKEN_HOST}/token`, algorithms: ['RS256'], maxTokenAge: '1h' };
      const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', key as never, options);
      const account = this.accountOf(payload.iss, protectedHeader.kid);
      if (account === undefined) return oauth('invalid_grant', 'account not found');
      if (payload['scope'] !== SCOPE) return oauth('invalid_scope', 'Invalid OAuth scope');
      if ((payload.exp ?? 0) - (payload.iat ?? 0) > 3_600) return oauth('invalid_grant', 'Token must be short-lived');
      const token = `ya29.${randomBytes(24).toString('base64url')}`;
      this.bearers.set(token, account.project_id);
      return { status: 200, body: { access_token: token, expires_in: 3_599, token_type: 'Bearer' } };
    } catch {
      return oauth('invalid_grant', 'Invalid JWT Signature.');
    }
  }

  private accountOf(email = '', kid?: string): AccountFile | undefined {
    const account = this.accounts.get(email);
    return account?.private_key_id === kid ? account : undefined;
  }

  private keyOf(kid: string | undefined) {
    const account = [...this.accounts.values()].find(({ private_key_id: id }) => id === kid);
    if (account === undefined) throw new TypeError('no such key');
    return publicKeyOf(account);
  }

  private async take(project: string, authorization = '', text: string): Promise<FcmAnswer | Silence> {
    const owner = this.bearers.get(authorization.replace(/^Bearer /, ''));
    if (owner === undefined) return FCM.noBearer;
    if (owner !== project) return FCM.foreignProject;
    const { message = {} } = JSON.parse(text) as { readonly message?: FcmMessage };
    const fault = faultOf(message);
    if (fault !== null) return fault;
    const target = String(message['token'] ?? message['fid']);
    const reply = this.replies.get(target);
    if (reply !== undefined) return typeof reply === 'function' ? reply() : reply;
    this.messages.push({ project, target, message });
    return { status: 200, body: { name: `projects/${project}/messages/${this.messages.length}` } };
  }
}

/** The shape of https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages, as far as we send it. */
function faultOf(message: FcmMessage): FcmAnswer | null {
  const unknown = Object.keys(message).find((name) => !MESSAGE.has(name));
  if (unknown !== undefined) return FCM.unknownName(unknown);
  if (['token', 'fid'].filter((name) => typeof message[name] === 'string').length !== 1) return FCM.badMessage;
  const texts = [message.data, inner(message, 'apns', 'headers'), inner(message, 'webpush', 'headers')];
  const isText = texts.every(
    (map) => map === undefined || Object.values(map).every((text) => typeof text === 'string'),
  );
  const ttl: unknown = inner(message, 'android', 'ttl');
  const isDuration = ttl === undefined || (typeof ttl === 'string' && /^\d+(?:\.\d{1,9})?s$/.test(ttl));
  return isText && isDuration ? null : FCM.badMessage;
}

function inner(message: FcmMessage, part: string, member: string): object | undefined {
  return (message[part] as Readonly<Record<string, object>> | undefined)?.[member];
}

function oauth(error: string, description: string): FcmAnswer {
  return { status: 400, body: { error, error_description: description } };
}

function write(response: ServerResponse, answer: FcmAnswer | Silence): void {
  if (answer === 'hang') return;
  if (answer === 'close') return void response.destroy();
  response.writeHead(answer.status, { 'Content-Type': 'application/json; charset=UTF-8', ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
