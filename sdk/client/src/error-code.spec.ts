import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(__dirname, path), 'utf8');

const codesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, code]) => code!);

describe('ErrorCode', () => {
  it('JFW-ERR-01: is the catalogue, code by code', () => {
    const contract = read('../../../docs/protocols/jfw.md').split('## 24. ')[1]!.split('## 25. ')[0]!;
    const inContract = codesIn(contract, /\| `(\w+)` \| \d{3} \|/g);
    const inGateway = codesIn(read('../../../docs/errors.md'), /\| `(\w+)` +\| \d{3} +\|/g);
    expect(inContract.length).toBeGreaterThan(60);
    expect(inGateway.length).toBeGreaterThan(40);
    const here = codesIn(read('error-code.ts'), /\| '(\w+)'/g);
    expect([...here].sort()).toEqual([...new Set([...inContract, ...inGateway])].sort());
  });
});
