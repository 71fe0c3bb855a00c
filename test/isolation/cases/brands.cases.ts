import { MailChannelRepository } from '../../../src/core/mail/mail-channel.repository';
import { MailChannels } from '../../../src/core/mail/mail-channels';
import { MailTemplateRepository } from '../../../src/core/mail/mail-template.repository';
import type { Belongings } from '../belongings';
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

const TEMPLATE = { topic: 'channel-test', locale: 'vi' } as const;

const withMailChannel = (own: Belongings) =>
  own.write(async (store) => {
    const { app } = own.gateway.gateway;
    const channel = { url: 'smtp://mail.example.com', host: 'mail.example.com:25', fromAddress: 'post@example.com' };
    const rest = { fromName: null, testedAt: own.now, modifiedBy: null };
    const sealed = app.get(MailChannels).sealed(own.brand.id, { ...channel, ...rest }, own.now);
    await app.get(MailChannelRepository).replace(store, own.brand.id, sealed);
  });

const withMailTemplate = (own: Belongings) =>
  own.write(async (store) => {
    const change = { text: { subject: 's', plain: 'p', html: 'h' }, by: null, at: own.now };
    await own.gateway.gateway.app.get(MailTemplateRepository).replace(store, own.brand.id, TEMPLATE, change);
  });

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
  'PUT /api/v1/brands/:id/setting': [
    { as: 'a value', path: { id: id('brandId') }, body: { currencyCode: 'EUR' } },
    { as: 'the push channel', path: { id: id('brandId') }, body: { firebaseCredential: null } },
  ],
  'GET /api/v1/brands/:id/setting/versions': { path: { id: id('brandId') } },
  'GET /api/v1/brands/:id/mail-channel': { path: { id: id('brandId') } },
  'PUT /api/v1/brands/:id/mail-channel': {
    path: { id: id('brandId') },
    body: { url: 'smtp://user:secret@mail.example.com:587', fromAddress: 'post@example.com' },
  },
  'DELETE /api/v1/brands/:id/mail-channel': { path: { id: id('brandId') }, arrange: withMailChannel },
  'POST /api/v1/brands/:id/mail-channel/test': { path: { id: id('brandId') }, body: {} },
  'GET /api/v1/brands/:id/mail-templates': { path: { id: id('brandId') } },
  'GET /api/v1/brands/:id/mail-templates/:topic/:locale': { path: { id: id('brandId'), ...TEMPLATE } },
  'PUT /api/v1/brands/:id/mail-templates/:topic/:locale': {
    path: { id: id('brandId'), ...TEMPLATE },
    body: { subject: 's', plain: 'p', html: 'h' },
  },
  'DELETE /api/v1/brands/:id/mail-templates/:topic/:locale': {
    path: { id: id('brandId'), ...TEMPLATE },
    arrange: withMailTemplate,
  },
  'POST /api/v1/brands/:id/mail-templates/:topic/:locale/preview': {
    path: { id: id('brandId'), ...TEMPLATE },
    body: { subject: 's' },
  },
  'GET /api/v1/brands/:id/releases': { path: { id: id('brandId') } },
  'GET /api/v1/brands/:id/releases/adoption': { path: { id: id('brandId') } },
  'GET /api/v1/brands/:id/releases/verdict': {
    path: { id: id('brandId') },
    query: { osDevice: 'iOS', appVersionNumber: '1.0' },
  },
};
