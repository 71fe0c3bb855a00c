import { parseStrictJson } from './strict-json';
import { StrictJsonError, type StrictJsonFault } from './strict-json-error';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));

function faultOf(body: string | Buffer): StrictJsonFault | null {
  try {
    parseStrictJson(typeof body === 'string' ? Buffer.from(body) : body);
    return null;
  } catch (error) {
    if (error instanceof StrictJsonError) return error.fault;
    throw error;
  }
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('parseStrictJson (SEC-IN-08)', () => {
  it.each([
    '{}',
    ' { "a" : [ 1 , -2.5e3, true, false, null, "x" ] } \r\n',
    'null',
    '"text"',
    '0',
    '{"a":{"b":1},"b":{"b":2}}',
    '[{"a":1},{"a":2}]',
    '{"":0}',
    '["a","a","__proto__"]',
    '{"a":"a","b":"b"}',
    '"\\ud83d\\ude00 \\" \\\\ \\u0041"',
    '"😀 Điện"',
    '{"__proto":1,"Constructor":2}',
    '1e-999',
    '[[],{},[]]',
  ])('agrees with JSON.parse on %j', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each<[string, string | Buffer, StrictJsonFault]>([
    ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'encoding'],
    ['overlong UTF-8', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'encoding'],
    ['a raw surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'encoding'],
    ['a byte order mark', '\ufeff{}', 'encoding'],
    ['UTF-16', Buffer.from('{}', 'utf16le'), 'syntax'],
    ['17 levels', nested(17), 'depth'],
    ['100,000 levels', '['.repeat(100_000), 'depth'],
    ['100,000 levels of objects', '{"a":'.repeat(100_000), 'depth'],
    ['5,001 values', `[${'0,'.repeat(4_999)}0]`, 'size'],
    ['5,001 containers', `[${'[],'.repeat(4_999)}[]]`, 'size'],
    ['a duplicate name', '{"a":1,"a":1}', 'duplicate'],
    ['a duplicate name, once escaped', '{"a":1,"\\u0061":2}', 'duplicate'],
    ['a duplicate name behind an object', '{"a":{"a":1},"b":[],"a":2}', 'duplicate'],
    ['a duplicate empty name', '{"":1,"":2}', 'duplicate'],
    ['__proto__', '{"a":[{"__proto__":{}}]}', 'member'],
    ['__proto__, escaped', '{"\\u005f_proto__":{}}', 'member'],
    ['constructor', '{"constructor":{}}', 'member'],
    ['prototype', '{"x":{"prototype":1}}', 'member'],
    ['a lone high surrogate', '"\\ud800"', 'surrogate'],
    ['a lone low surrogate', '["\\udc00x"]', 'surrogate'],
    ['surrogates in the wrong order', '"\\ude00\\ud83d"', 'surrogate'],
    ['a lone surrogate in a name', '{"\\uD800":1}', 'surrogate'],
    ['1e999', '{"a":1e999}', 'number'],
    ['-1e999', '[-1e999]', 'number'],
    ['400 digits', '9'.repeat(400), 'number'],
  ])('refuses %s', (_name, body, fault) => {
    expect(faultOf(body)).toBe(fault);
  });

  it.each([
    '',
    ' ',
    '{}{}',
    '{} x',
    '1 2',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '[1}',
    '{]',
    ']',
    '"a',
    '"\\x"',
    '"\\',
    '"\t"',
    '01',
    '+1',
    '1.',
    '.5',
    'NaN',
    'Infinity',
    '-',
    'tru',
    'undefined',
    '{"a"}',
    '{"a" 1}',
    '/**/1',
    ',',
    ':',
    '{"a":"b":"c"}',
    '\u00a0{}',
    '\0',
  ])('refuses %j, which is no JSON', (text) => {
    expect(faultOf(text)).not.toBeNull();
  });

  it('takes exactly 16 levels and 5,000 values', () => {
    expect(parse(nested(16))).toEqual(JSON.parse(nested(16)));
    expect(parse(`[${'0,'.repeat(4_998)}0]`)).toHaveLength(4_999);
  });

  it('echoes no input (SEC-IN-13)', () => {
    expect(() => parse('{"secret": oops}')).toThrow(/^JSON body refused: syntax$/);
  });

  it('is linear, and answers 1 MiB of anything quickly (SEC-IN-16)', () => {
    const size = 1_048_576;
    const started = performance.now();
    for (const unit of ['"', '\\', '{"a":', ' ', '"\\', '"\\u0041', '-', '9', '\ud83d\ude00']) {
      faultOf(unit.repeat(size / unit.length));
      faultOf(`"${unit.repeat(size / unit.length)}`);
    }
    parse(`"${'\\u0041'.repeat(size / 6)}"`);
    parse(`["${'x'.repeat(size)}"]`);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
