import { CommandLine } from '../support/command-line';
import { describeEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';

interface Refusal {
  readonly correlationId: string;
  readonly brand: { readonly code: string } | null;
  readonly steps: readonly { readonly name: string; readonly outcome: string; readonly reason: string | null }[];
}

describeEngine('command line: why', () => {
  let gateway: TestGateway;
  let line: CommandLine;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    await gateway.addBrand('a.example');
    line = CommandLine.on(gateway.database.url);
  });
  afterAll(() => gateway.close());

  /** The correlation id of a request that is refused. */
  async function refused(domain: string, headers: Record<string, string> = {}): Promise<string> {
    const id = `why-cli-${(count += 1)}`;
    const client = gateway.client(domain).with({ 'X-Correlation-ID': id, ...headers });
    await client.get('users/me');
    await gateway.flush();
    return id;
  }

  it('tells people when, where and with what, and each step with its outcome and reason', async () => {
    const id = await refused('a.example', { 'Auth-Key': 'bgk_nonsense' });
    const { exit, stdout } = await line.run(`why ${id}`);
    expect([exit, stdout.split('\n').map((row) => row.trimEnd())]).toEqual([
      0,
      [
        expect.stringMatching(/^2[^ ]+Z {2}GET \/api\/v1\/users\/me \(jfw\), brand a-example$/),
        'refused with 401 auth-key.invalid, from 127.0.0.1',
        '  passed       accept',
        '  passed       find-route',
        '  passed       read-request',
        '  passed       check-headers',
        '  passed       resolve-brand      brand a-example, named by the Brand-URL',
        '  passed       check-app-version',
        '  refused      resolve-auth-key   what was sent is no Auth-Key',
        '  not reached  register-device',
        '  not reached  require-device',
        '  not reached  check-access',
        '  not reached  validate',
        '  not reached  handle',
        '',
      ],
    ]);
    const coloured = await line.run(`why ${id}`, { isTerminal: true });
    expect(coloured.stdout).toContain('\u001b[31mrefused');
  });

  it('--json has the members of the API, and no number that only the database knows', async () => {
    const id = await refused('a.example');
    const { refusals } = await line.json<{ refusals: Refusal[] }>(`why ${id}`);
    expect(refusals.map((one) => Object.keys(one))).toEqual([
      [
        ...['correlationId', 'date', 'brand', 'dialect', 'method', 'route', 'status', 'code', 'userId', 'authKeyId'],
        ...['address', 'steps'],
      ],
    ]);
    expect(refusals[0]).toMatchObject({ correlationId: id, brand: { code: 'a-example' } });
  });

  it('explains requests that no brand was found for, and all that had one id, newest first', async () => {
    const id = await refused('nowhere.example');
    await gateway.client('a.example').with({ 'X-Correlation-ID': id }).get('users/me');
    await gateway.flush();
    const { exit, stdout, stderr } = await line.run(`why ${id}`);
    expect([exit, stderr]).toEqual([0, '2 requests had this id; the newest stands first.\n']);
    const [newest, oldest] = stdout.split('\n\n');
    expect([newest, oldest]).toEqual([expect.stringContaining('brand a-example'), expect.stringContaining('no brand')]);
  });

  it('what is not known is exit 4 and one line that says why that may be', async () => {
    const ended = [
      await line.run('why nothing-of-the-kind'),
      await line.run(['why', "'; DROP TABLE refusals; --"]),
      await line.run('why'),
      await line.run('why one two'),
    ];
    expect(ended.map(({ exit, stdout }) => [exit, stdout])).toEqual([
      [4, ''],
      [4, ''],
      [2, ''],
      [2, ''],
    ]);
    expect(ended[0]?.stderr).toMatch(/^error: No refusal is known by nothing-of-the-kind\.\n {2}.+\n$/);
  });
});
