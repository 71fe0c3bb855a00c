import { type Cases, fresh, id } from '../route-case';

const FROM_OUTSIDE = {
  foreign: 'anybody may look at a brand from outside (JFW-ADM-09)',
  "child brand's": 'anybody may look at a brand from outside (JFW-ADM-09)',
};
const TAKEN = 'one brand only holds a domain, and whether it is held anybody may ask (JFW-BRD-08, JFW-ADM-14)';
const BELOW = { "child brand's": 'brands below the own one are listed (JFW-EP-61)' };

/** Brands (jfw.md §22.4). */
export const BRAND_CASES: Cases = {
  'GET /api/v1/brands/by-url': {},
  'GET /api/v1/brands/check-domain-exists/:domain': {
    path: { domain: id('domain') },
    tells: { foreign: TAKEN, "child brand's": TAKEN },
  },
  'GET /api/v1/brands/generate-domain': {},
  'GET /api/v1/brands': [
    { as: 'by code', query: { code: id('brandCode') }, tells: BELOW },
    { as: 'by a part of the code', query: { keywords: id('brandCode') }, tells: BELOW },
  ],
  'POST /api/v1/brands': {
    body: {
      ...{ name: 'New brand', abbr: 'New', code: fresh('brandCode'), parentId: id('brandId') },
      setting: { domain: fresh('domain') },
    },
    ok: 201,
  },
  'GET /api/v1/brands/:id': { path: { id: id('brandId') }, tells: FROM_OUTSIDE },
  'PUT /api/v1/brands/:id': { path: { id: id('brandId') }, body: { name: 'Renamed', abbr: 'R' } },
  'PUT /api/v1/brands/:id/status': {
    path: { id: id('brandId') },
    body: { status: 'Active' },
    by: ['superAdmin', 'parent'],
  },
  'GET /api/v1/brands/:id/statistics': { path: { id: id('brandId') } },
};

/** The names and settings of brands (jfw.md §22.4). */
export const BRAND_DETAIL_CASES: Cases = {
  'GET /api/v1/brands/:id/domains': { path: { id: id('brandId') } },
  'POST /api/v1/brands/:id/domains': {
    path: { id: id('brandId') },
    body: { domain: fresh('domain') },
    ok: 201,
    tells: { foreign: TAKEN },
  },
  'PUT /api/v1/brands/:id/domains/:domainId': {
    path: { id: id('brandId'), domainId: id('domainId') },
    body: { isPrimary: true },
  },
  'POST /api/v1/brands/:id/domains/:domainId/verify': { path: { id: id('brandId'), domainId: id('domainId') } },
  'DELETE /api/v1/brands/:id/domains/:domainId': { path: { id: id('brandId'), domainId: id('domainId') } },
  'GET /api/v1/brands/:id/setting': { path: { id: id('brandId') } },
  'PUT /api/v1/brands/:id/setting': { path: { id: id('brandId') }, body: { currencyCode: 'EUR' } },
  'GET /api/v1/brands/:id/setting/versions': { path: { id: id('brandId') } },
};
