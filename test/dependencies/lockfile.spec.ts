import allowed from './install-scripts.json';
import { nameOf, readLockfile, readProjectFile } from './lockfile';

const lockfile = readLockfile();
const namesOf = (wanted: (place: string) => boolean): string[] => [...lockfile.keys()].filter(wanted).map(nameOf);

/** SEC-DEP-03: where packages come from, and what they may do while they are installed. */
describe('package-lock.json', () => {
  it('names every package that has an install script', () => {
    const scripted = namesOf((place) => lockfile.get(place)?.hasInstallScript === true);
    expect([...new Set(scripted)].sort()).toEqual(Object.keys(allowed).sort());
  });

  it('runs none of them', () => {
    expect(readProjectFile('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });

  it('has the integrity of every package', () => {
    expect(namesOf((place) => lockfile.get(place)?.integrity?.startsWith('sha512-') !== true)).toEqual([]);
  });

  it('takes packages from the npm registry alone', () => {
    const foreign = [...lockfile.values()].map(({ resolved }) => resolved ?? 'https://registry.npmjs.org/');
    expect(foreign.filter((url) => !url.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });
});
