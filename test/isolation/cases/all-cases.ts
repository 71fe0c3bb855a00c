import type { Cases } from '../route-case';
import { AUDIT_CASES } from './audit.cases';
import { AUTHENTICATION_CASES } from './authentication.cases';
import { APP_CASES, SERVICE_CASES } from './apps.cases';
import { BRAND_CASES, BRAND_DETAIL_CASES } from './brands.cases';
import { ROLE_CASES, USER_ROLE_CASES } from './roles.cases';
import { DREAMFACTORY_CASES } from './dreamfactory.cases';
import { DEVICE_CASES, PUSH_CASES, USER_DEVICE_CASES } from './devices.cases';
import {
  INVITATION_CASES,
  OWN_USER_CASES,
  RECOVERY_CASES,
  USER_CASES,
  USER_SESSION_CASES,
  USER_STATE_CASES,
} from './users.cases';

/** Every route that serves brands. */
export const CASES: Cases = {
  ...AUTHENTICATION_CASES,
  ...OWN_USER_CASES,
  ...RECOVERY_CASES,
  ...INVITATION_CASES,
  ...USER_CASES,
  ...USER_STATE_CASES,
  ...USER_SESSION_CASES,
  ...DEVICE_CASES,
  ...USER_DEVICE_CASES,
  ...PUSH_CASES,
  ...ROLE_CASES,
  ...USER_ROLE_CASES,
  ...APP_CASES,
  ...SERVICE_CASES,
  ...BRAND_CASES,
  ...BRAND_DETAIL_CASES,
  ...AUDIT_CASES,
  ...DREAMFACTORY_CASES,
};

/** Ways in that know nothing of brands, each with the reason. */
export const NO_TENANT_DATA: Readonly<Record<string, string>> = {
  'GET /': 'the welcome page says what this is and whether it is well',
  'GET /health/live': 'whether the process runs',
  'GET /health/ready': 'whether the database answers and no shutdown is under way',
  'GET /metrics': 'counters of the process, without brands in their labels, for holders of the metrics token',
  'GET /docs': 'documentation, made from the sources',
  'GET /docs/': 'documentation, made from the sources',
  'GET /docs/index.html': 'documentation, made from the sources',
  'GET /docs/LICENSE': 'documentation, made from the sources',
  'GET /docs/swagger-ui-init.js': 'documentation, made from the sources',
  'GET /docs/docs/swagger-ui-init.js': 'documentation, made from the sources',
  'GET /openapi.json': 'documentation, made from the sources',
  'GET /openapi.yaml': 'documentation, made from the sources',
};

/** The hosted pages, which take forms and cookies instead of headers: pages.e2e-spec.ts tries each of them. */
export const HOSTED_PAGES: readonly string[] = [
  'GET /pages/:brand',
  'GET /pages/:brand/sign-in',
  'POST /pages/:brand/sign-in',
  'GET /pages/:brand/forgot-password',
  'POST /pages/:brand/forgot-password',
  'GET /pages/:brand/reset-password',
  'POST /pages/:brand/reset-password',
  'GET /pages/:brand/verify-email',
  'POST /pages/:brand/verify-email',
  'GET /pages/:brand/accept-invitation',
  'POST /pages/:brand/accept-invitation',
  'GET /pages/:brand/register',
  'POST /pages/:brand/register',
  'GET /pages/:brand/account',
  'POST /pages/:brand/account/end-session',
  'POST /pages/:brand/account/remove-device',
  'POST /pages/:brand/account/sign-out',
  'POST /pages/:brand/account/sign-out-everywhere',
  'GET /pages/:brand/done/:what',
  'POST /pages/:brand/language/:page',
  'GET /pages/:brand/icon',
];

/** Middleware and listeners of the server, as often as they are there. What comes in through them is tried in the matrix. */
export const BESIDE_ROUTES: readonly string[] = [
  // Express's first look at a request; the files of the documentation; "no such route" and its error.
  ...['use <anonymous>', 'use serveStatic', 'use <anonymous>', 'use <anonymous>'],
  ...['on request', 'on upgrade', 'on connect', 'on clientError'],
];
