import { normaliseOsName } from './os-name';

describe('normaliseOsName (JFW-HDR-07)', () => {
  it.each([
    ['ios', 'iOS'],
    ['IOS', 'iOS'],
    ['iOS', 'iOS'],
    ['ANDROID', 'Android'],
    ['android', 'Android'],
    ['HarmonyOS', 'HarmonyOS'],
    ['iOS 17', 'iOS 17'],
    ['windows', 'windows'],
    ['', ''],
  ])('stores %j as %j', (sent, stored) => {
    expect(normaliseOsName(sent)).toBe(stored);
  });
});
