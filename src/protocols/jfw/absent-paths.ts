/** Out of scope, with paths that look like those of users (jfw.md §1): answered as paths that there are not. */
export const ABSENT_PATHS: readonly string[] = ['/api/v1/users/statistics', '/api/v1/users/referrals'];
