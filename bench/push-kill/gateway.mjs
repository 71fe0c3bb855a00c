import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PASSWORD = 'quiet-harbour-lantern';
const USAGE = new URL('usage.mjs', import.meta.url).href;

/** A gateway built for production, in a process of its own, on a database of its own. */
export class Gateway {
  #child = null;
  #port = 0;
  #headers = null;

  /** @param built where the compiled sources are */
  constructor(built, databaseUrl) {
    this.built = built;
    this.env = {
      PATH: process.env.PATH,
      PORT: '0',
      NODE_ENV: 'production',
      BRANDGATE_HOST: '127.0.0.1',
      BRANDGATE_PUBLIC_URL: 'http://localhost',
      BRANDGATE_MASTER_KEY: randomBytes(32).toString('base64'),
      BRANDGATE_ADMIN_PASSWORD: PASSWORD,
      BRANDGATE_PASSWORD_COST: '10',
      DATABASE_URL: databaseUrl,
    };
  }

  /** A running one, whose platform brand pushes by way of the stand-in. */
  static async prepared(built, databaseUrl, google, folder) {
    const gateway = new Gateway(built, databaseUrl);
    const file = join(folder, 'account.json');
    writeFileSync(file, JSON.stringify(google.account));
    await gateway.start();
    for (const [name, value] of Object.entries(google.settings()))
      await gateway.command(['config', 'set', name, value]);
    await gateway.command(['push-channel', 'set', '--brand', 'platform', file]);
    await gateway.end('SIGTERM');
    await gateway.start();
    return gateway;
  }

  /** @param flags for Node */
  async start(flags = []) {
    const args = ['--import', USAGE, ...flags, join(this.built, 'src', 'main.js')];
    const child = spawn(process.execPath, args, { env: this.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#child = child;
    let output = '';
    this.#port = await new Promise((resolve, reject) => {
      const read = (chunk) => {
        output = (output + chunk).slice(-20_000);
        const port = /listens on 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
        if (port !== undefined) resolve(Number(port));
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(`the gateway did not start: ${output}`)));
    });
  }

  /** @param signal SIGKILL takes effect before this returns its promise */
  async end(signal = 'SIGKILL') {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** CPU of the process so far, in microseconds. */
  async cpu() {
    const answer = once(this.#child, 'message');
    this.#child.send('usage');
    return (await answer)[0];
  }

  /** As the administrator. */
  async ask(method, path, body) {
    const own = { 'Brand-URL': 'localhost', 'Content-Type': 'application/json' };
    if (this.#headers === null) {
      const { data } = await this.#fetch('POST', 'users/auth', { username: 'admin', password: PASSWORD }, own);
      this.#headers = { ...own, 'Auth-Key': data.authKey };
    }
    return (await this.#fetch(method, path, body, this.#headers)).data;
  }

  async #fetch(method, path, body, headers) {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`http://127.0.0.1:${this.#port}/api/v1/${path}`, { method, headers, ...text });
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}`);
    return response.json();
  }

  async command(args) {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(process.execPath, [join(this.built, 'src', 'cli', 'main.js'), ...args], {
      env: this.env,
      stdio,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`brandgate ${args[0]} ${args[1]} ended with ${code}: ${output}`);
  }
}
