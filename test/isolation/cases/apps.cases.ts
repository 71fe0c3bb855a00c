import { type Cases, fresh, id } from '../route-case';

/** Apps and their API keys (jfw.md §28). */
export const APP_CASES: Cases = {
  'POST /api/v1/apps': [
    { as: 'by name', body: { name: fresh('appName') }, ok: 201, varies: ['id', 'apiKey'] },
    {
      as: 'with a role',
      body: { name: fresh('appName'), defaultRoleId: id('roleId') },
      ok: 201,
      varies: ['id', 'apiKey'],
    },
  ],
  'GET /api/v1/apps': [
    { as: 'by ids', query: { 'ids[0]': id('appId') } },
    { as: 'by name', query: { name: id('appName') } },
    { as: 'by a part of the name', query: { keywords: id('appName') } },
  ],
  'GET /api/v1/apps/:id': { path: { id: id('appId') } },
  'PUT /api/v1/apps/:id': [
    { as: 'its name', path: { id: id('appId') }, body: { name: fresh('appName') } },
    { as: 'its role', path: { id: id('appId') }, body: { defaultRoleId: id('roleId') } },
  ],
  'DELETE /api/v1/apps/:id': { path: { id: id('appId') } },
  'POST /api/v1/apps/:id/regenerate-key': { path: { id: id('appId') } },
  'GET /api/v1/apps/:id/key': { path: { id: id('appId') } },
};

const CONFIG = { baseUrl: 'https://upstream.example' };

/** Services (jfw.md §28). */
export const SERVICE_CASES: Cases = {
  'POST /api/v1/services': { body: { name: fresh('serviceName'), config: CONFIG }, ok: 201, varies: ['id'] },
  'GET /api/v1/services': [
    { as: 'by ids', query: { 'ids[0]': id('serviceId') } },
    { as: 'by name', query: { name: id('serviceName') } },
    { as: 'by a part of the name', query: { keywords: id('serviceName') } },
  ],
  'GET /api/v1/services/:id': { path: { id: id('serviceId') } },
  'PUT /api/v1/services/:id': [
    { as: 'its label', path: { id: id('serviceId') }, body: { label: 'Renamed' } },
    { as: 'its name', path: { id: id('serviceId') }, body: { name: fresh('serviceName') } },
  ],
  'DELETE /api/v1/services/:id': { path: { id: id('serviceId') } },
};
