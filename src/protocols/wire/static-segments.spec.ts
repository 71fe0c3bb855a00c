import { StaticSegments } from './static-segments';

describe('StaticSegments (JFW-GEN-01)', () => {
  const segments = new StaticSegments();
  for (const path of [
    '/users/me',
    '/users/:id',
    '/users/:userId/devices',
    '/users/me/devices',
    '/users/:id/roles/all',
  ]) {
    segments.add(path);
  }

  it.each([
    ['/users/:id', '/users/me', true],
    ['/users/:id', '/Users/ME/', true],
    ['/users/:id', '/users/%6de', true],
    ['/users/:id', '/users/%256de', false],
    ['/users/:id', '/users/%ff', false],
    ['/users/:id', '/users/mee', false],
    ['/users/:id', '/users/devices', false],
    ['/users/:id/lock', '/users/me/lock', true],
    ['/users/:id/lock', '/users/7/lock', false],
    // The name of a place below any user is one below each of them.
    ['/users/:id/roles/:role', '/users/7/roles/all', true],
    ['/users/:id/roles/:role', '/users/7/roles/8', false],
    ['/users/me/devices', '/users/me/devices', false],
    ['/devices/:id', '/devices/me', false],
  ])('%s takes a name from %s: %s', (route, requested, isHidden) => {
    expect(segments.hides(route, requested)).toBe(isHidden);
  });
});
