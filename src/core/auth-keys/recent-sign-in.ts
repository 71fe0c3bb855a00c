const RECENT_MS = 5 * 60_000;

/** Whether the user proved who they are this recently: proof enough for what a stolen key must not do (SEC-SES-10). */
export function isRecentSignIn(authAt: number, now: number): boolean {
  return now - authAt <= RECENT_MS;
}
