import { request } from 'node:https';
import { importPKCS8, SignJWT } from 'jose';
import type { ServiceAccount } from '../../ports/push-transport.port';
import type { GoogleAgent } from './google-agent';

/** RFC 7523: an assertion signed with the account's key is exchanged for a token. */
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ASSERTION_SECONDS = 3_600;
const PATIENCE_MS = 10_000;
const MAX_ANSWER = 65_536;

/** Google gave no token. `code` is OAuth's (`invalid_grant`), or `unreachable`. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';

  constructor(readonly code: string) {
    super(`Google gave no access token: ${code}`);
  }
}

interface TokenAnswer {
  readonly access_token?: unknown;
  readonly expires_in?: unknown;
  readonly error?: unknown;
}

/**
 * Tokens for a service account. The library's own credential takes no agent, so that its requests could not be routed
 * like all others.
 */
export class ServiceAccountCredential {
  constructor(
    private readonly account: ServiceAccount,
    private readonly agent: GoogleAgent,
  ) {}

  /** @throws TokenRefusedError */
  async getAccessToken(): Promise<{ access_token: string; expires_in: number }> {
    const form = new URLSearchParams({ grant_type: GRANT, assertion: await this.assertion() });
    const answer = await this.post(form.toString());
    const { access_token: token, expires_in: seconds, error } = answer;
    if (typeof token === 'string' && typeof seconds === 'number') return { access_token: token, expires_in: seconds };
    throw new TokenRefusedError(typeof error === 'string' ? error.slice(0, 64) : 'unexpected_answer');
  }

  private async assertion(): Promise<string> {
    const { clientEmail, privateKeyId, privateKey } = this.account;
    return new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: privateKeyId })
      .setIssuer(clientEmail)
      .setAudience(TOKEN_URL)
      .setIssuedAt()
      .setExpirationTime(`${ASSERTION_SECONDS}s`)
      .sign(await importPKCS8(privateKey, 'RS256'));
  }

  private post(body: string): Promise<TokenAnswer> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const refuse = () => reject(new TokenRefusedError('unreachable'));
      const sent = request(
        TOKEN_URL,
        { method: 'POST', agent: this.agent, headers, timeout: PATIENCE_MS },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
            if (text.length > MAX_ANSWER) answer.destroy();
          });
          answer.on('error', refuse).on('close', () => resolve(parsed(text)));
        },
      );
      sent.on('timeout', () => sent.destroy()).on('error', refuse);
      sent.end(body);
    });
  }
}

function parsed(text: string): TokenAnswer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
