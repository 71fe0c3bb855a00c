import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { OutgoingMail } from '../../ports/mail-transport.port';
import { destinationOf } from './smtp-destination';
import { SmtpMailTransport } from './smtp-mail-transport';

const MAIL: OutgoingMail = {
  messageId: '0197a3c2-0f5e-7c11-8a3e-3f1b2c4d5e6f@acme.example',
  from: { name: 'Acme "Ltd."', address: 'no-reply@acme.example' },
  to: { name: 'Nguyễn, Ánh', address: 'anh@example.com' },
  subject: 'Đặt mật khẩu mới\r\nBcc: evil@example.com',
  text: 'Xin chào Ánh',
  html: '<p>Xin chào Ánh</p>',
  language: 'vi',
};
const CREDENTIALS = { user: 'post', pass: 'canary pass/word' };
const LOOPBACK = async () => ['127.0.0.1'];

const servers: { close(done?: () => void): unknown }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((done) => void server.close(done));
});

/** A real mail server; what it took, and how the credentials came. */
async function mailServer(options: SMTPServerOptions = {}) {
  const mails: ParsedMail[] = [];
  const auths: { secure: boolean; user: string | undefined }[] = [];
  const server = new SMTPServer({
    ...{ logger: false, authOptional: true, disableReverseLookup: true, closeTimeout: 100 },
    onAuth({ username, password }, { secure }, done) {
      auths.push({ secure, user: username });
      const isRight = username === CREDENTIALS.user && password === CREDENTIALS.pass;
      const wrong = Object.assign(new TypeError(`no ${String(password)} for ${String(username)}`), {
        responseCode: 535,
      });
      done(isRight ? null : wrong, isRight ? { user: username } : undefined);
    },
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        mails.push(mail);
        done(null);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  servers.push(server);
  return { port: (server.server.address() as AddressInfo).port, mails, auths };
}

async function plainServer(behave: Parameters<typeof createServer>[1]): Promise<number> {
  const server: Server = createServer(behave as never).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

const urlOf = (port: number, { user, pass } = CREDENTIALS, scheme = 'smtp') =>
  `${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@mail.test:${port}`;
const trusted = (url: string) => ({ url, isTrusted: true, allowList: [] });
const ofBrand = (url: string, allowList: readonly string[] = ['mail.test']) => ({ url, isTrusted: false, allowList });
const transport = new SmtpMailTransport({ lookUp: LOOPBACK, patience: 2_000 });
const refusing = (responseCode: number) => Object.assign(new TypeError('not you'), { responseCode });

describe('SMTP', () => {
  it('hands a mail over, with its Message-ID, both forms and no header of a value (SEC-IN-17)', async () => {
    const { port, mails, auths } = await mailServer({ disabledCommands: ['STARTTLS'] });
    expect(await transport.send(trusted(urlOf(port)), MAIL)).toEqual({ kind: 'sent' });
    const [mail] = mails;
    expect(mail).toMatchObject({ messageId: `<${MAIL.messageId}>`, text: 'Xin chào Ánh' });
    expect(mail?.html).toContain('<p>Xin chào Ánh</p>');
    expect(mail?.from?.value).toEqual([{ name: 'Acme "Ltd."', address: 'no-reply@acme.example' }]);
    expect(mail?.to).toMatchObject({ value: [{ name: 'Nguyễn, Ánh', address: 'anh@example.com' }] });
    expect(mail?.subject).toMatch(/^Đặt mật khẩu mới ?Bcc: evil@example\.com$/);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.headers.get('content-language')).toBe('vi');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(auths).toEqual([{ secure: false, user: 'post' }]);
  });

  it.each([
    [451, 'unavailable'],
    [421, 'unavailable'],
    [550, 'refused'],
    [552, 'refused'],
    [530, 'unavailable'],
  ] as const)('an answer of %i to the recipient is %s', async (code, kind) => {
    const { port } = await mailServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_a, _s, done) => done(refusing(code)),
    });
    const outcome = await transport.send(trusted(`smtp://mail.test:${port}`), MAIL);
    expect(outcome).toEqual({ kind, error: expect.stringContaining(String(code)) as string });
  });

  it.each([
    [450, 'unavailable'],
    [554, 'refused'],
  ] as const)('an answer of %i to the mail itself is %s', async (code, kind) => {
    const onData: SMTPServerOptions['onData'] = (stream, _session, done) => {
      stream.resume().once('end', () => done(refusing(code)));
    };
    const { port } = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'], onData });
    expect(await transport.send(trusted(`smtp://mail.test:${port}`), MAIL)).toMatchObject({ kind });
  });

  it('a wrong password is a matter of configuration, and is not repeated in the text (SEC-KEY-04)', async () => {
    const { port } = await mailServer({ disabledCommands: ['STARTTLS'] });
    for (const outcome of [
      await transport.verify(trusted(urlOf(port, { user: 'post', pass: 'other-canary' }))),
      await transport.send(trusted(urlOf(port, { user: 'post', pass: 'other-canary' })), MAIL),
    ]) {
      expect(outcome).toMatchObject({ kind: 'unavailable', error: expect.stringContaining('535') as string });
      expect(JSON.stringify(outcome)).not.toMatch(/other-canary|b3RoZXItY2FuYXJ5|"post|no post/);
    }
  });

  it('tests a server without sending anything', async () => {
    const { port, mails, auths } = await mailServer({ disabledCommands: ['STARTTLS'] });
    expect(await transport.verify(trusted(urlOf(port)))).toEqual({ kind: 'sent' });
    expect([mails.length, auths.length]).toEqual([0, 1]);
  });

  it.each([
    ['says nothing', () => undefined],
    [
      'says a little again and again',
      (socket: import('node:net').Socket) => {
        socket.on('error', () => undefined);
        const drip = setInterval(() => socket.write('220-wait\r\n'), 50);
        socket.on('close', () => clearInterval(drip));
      },
    ],
  ] as const)('a server that %s is left in time, and the connection is closed', async (_name, behave) => {
    const closed = new Promise<void>((done) => {
      void plainServer((socket: import('node:net').Socket) => {
        socket
          .on('error', () => undefined)
          .on('close', () => done())
          .resume();
        behave(socket);
      }).then(async (port) => {
        const began = performance.now();
        const quick = new SmtpMailTransport({ lookUp: LOOPBACK, patience: 300 });
        expect(await quick.send(trusted(`smtp://mail.test:${port}`), MAIL)).toMatchObject({ kind: 'unavailable' });
        expect(performance.now() - began).toBeLessThan(1_500);
      });
    });
    await closed;
  });

  it('a server that is not there, and a name that nobody knows, are no reason to give up', async () => {
    const port = await plainServer(() => undefined);
    await new Promise<void>((done) => void servers.pop()?.close(done));
    expect(await transport.send(trusted(`smtp://mail.test:${port}`), MAIL)).toMatchObject({ kind: 'unavailable' });
    const lost = new SmtpMailTransport({ lookUp: () => Promise.reject(new TypeError('ENOTFOUND')) });
    expect(await lost.send(trusted('smtp://mail.test'), MAIL)).toMatchObject({ kind: 'unavailable' });
  });

  it('a recipient that cannot be one is refused', async () => {
    const { port } = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const to = { name: null, address: '' };
    expect(await transport.send(trusted(`smtp://mail.test:${port}`), { ...MAIL, to })).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('TLS and where a server stands (SEC-EGR-02)', () => {
  const far = new SmtpMailTransport({ lookUp: async () => ['127.0.0.1'], patience: 2_000 });

  it('a brand has its credentials sent over TLS alone: without it nothing is sent', async () => {
    // As if it stood in the open Internet: only then nobody vouches for the way there.
    const { port, auths } = await mailServer({ disabledCommands: ['STARTTLS'] });
    const there = await destinationOf(ofBrand('smtp://u:p@mx.example.com:587', []), async () => ['8.8.8.8']);
    expect(there).toMatchObject({ mustEncrypt: true, address: '8.8.8.8', host: 'mx.example.com' });
    const own = await destinationOf(trusted('smtp://u:p@mx.example.com'), async () => ['10.0.0.9']);
    expect(own).toMatchObject({ mustEncrypt: true, port: 587 });
    expect(await far.send(ofBrand(urlOf(port)), MAIL)).toEqual({ kind: 'sent' });
    expect(auths).toEqual([{ secure: false, user: 'post' }]);
  });

  it('STARTTLS is used where it is offered, with any certificate where the open text would do', async () => {
    const { port, auths, mails } = await mailServer();
    expect(await far.send(trusted(urlOf(port)), MAIL)).toEqual({ kind: 'sent' });
    expect(auths).toEqual([{ secure: true, user: 'post' }]);
    expect(mails).toHaveLength(1);
  });

  it('where TLS is demanded, a certificate that nobody vouches for ends it before the credentials', async () => {
    const { port, auths } = await mailServer({ secure: true });
    const outcome = await far.send(trusted(urlOf(port, CREDENTIALS, 'smtps')), MAIL);
    expect(outcome).toMatchObject({ kind: 'unavailable', error: expect.stringMatching(/certificate/i) as string });
    expect(auths).toEqual([]);
  });

  it.each([
    ['loopback', ['127.0.0.1'], 587],
    ['metadata', ['169.254.169.254'], 587],
    ['one private address among others', ['8.8.8.8', '10.0.0.1'], 587],
    ['mapped', ['::ffff:127.0.0.1'], 587],
    ['a port that is none of mail', ['8.8.8.8'], 6379],
  ])('a brand is refused %s, before any connection and without a word about it', async (_name, addresses, port) => {
    const wary = new SmtpMailTransport({ lookUp: async () => addresses, patience: 1_000 });
    const outcome = await wary.verify(ofBrand(`smtp://u:p@mx.example.com:${port}`, []));
    expect(outcome).toMatchObject({ kind: 'unavailable', error: expect.stringContaining('must not go') as string });
    for (const address of addresses) expect(JSON.stringify(outcome)).not.toContain(address);
  });

  it('connects to the address that was checked, and asks for the name once', async () => {
    const { port, mails } = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
    let asked = 0;
    // The second answer would lead somewhere else.
    const rebinding = new SmtpMailTransport({
      lookUp: async () => ((asked += 1) === 1 ? ['127.0.0.1'] : ['192.0.2.1']),
    });
    expect(await rebinding.send(ofBrand(`smtp://mail.test:${port}`), MAIL)).toEqual({ kind: 'sent' });
    expect([asked, mails.length]).toEqual([1, 1]);
  });
});
