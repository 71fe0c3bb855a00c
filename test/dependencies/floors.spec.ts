import table from './floors.json';
import { compareVersions, nameOf, readLockfile, readProjectFile } from './lockfile';

const lockfile = readLockfile();

/** SEC-DEP-01, SEC-DEP-02. Says nothing about advisories that are younger than the table. */
describe(`first safe versions, offline table of ${table.date}`, () => {
  it.each(table.floors)('$package is at least $firstSafe ($advisory)', ({ package: name, firstSafe }) => {
    const versions = [...lockfile].filter(([place]) => nameOf(place) === name).map(([, locked]) => locked.version);
    expect(versions).not.toHaveLength(0);
    expect(versions.filter((version) => compareVersions(version, firstSafe) < 0)).toEqual([]);
  });

  it('brings the 24 line of Node along and allows none before 22.13', () => {
    const manifest = JSON.parse(readProjectFile('package.json')) as { engines: { node: string } };
    expect(manifest.engines.node).toBe('>=22.13');
    const bundled = [...lockfile].filter(([place]) => /^node-(linux|darwin|win)-/.test(nameOf(place)));
    expect(bundled.length).toBeGreaterThanOrEqual(4);
    for (const [, { version }] of bundled) expect(version).toMatch(/^24\./);
  });
});

describe('compareVersions', () => {
  it.each([
    ['1.2.3', '1.2.3', 0],
    ['1.10.0', '1.9.9', 1],
    ['2.0.0-rc.1', '2.0.0', -1],
    ['2.0.0', '2.0.1-rc.1', -1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });
});
