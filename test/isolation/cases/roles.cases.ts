import { type Cases, fresh, id } from '../route-case';

const PERMISSIONS = ['USER.READ'];

/** Roles and what they grant (jfw.md §22.2, §28). */
export const ROLE_CASES: Cases = {
  'POST /api/v1/roles': {
    body: { code: fresh('roleCode'), name: 'New role', permissions: PERMISSIONS },
    ok: 201,
    varies: ['id', 'guid'],
  },
  'GET /api/v1/roles': [
    { as: 'by ids', query: { 'ids[0]': id('roleId') } },
    { as: 'by code', query: { code: id('roleCode') } },
    { as: 'by a part of the code', query: { keywords: id('roleCode') } },
  ],
  'GET /api/v1/roles/:id': { path: { id: id('roleId') } },
  'PUT /api/v1/roles/:id': [
    { as: 'its name', path: { id: id('roleId') }, body: { name: 'Renamed' } },
    { as: 'its code', path: { id: id('roleId') }, body: { code: fresh('roleCode') } },
  ],
  'DELETE /api/v1/roles/:id': { path: { id: id('spareRoleId') } },
  'GET /api/v1/roles/:id/permissions': { path: { id: id('roleId') } },
  'POST /api/v1/roles/:id/permissions': { path: { id: id('roleId') }, body: { permissions: PERMISSIONS } },
  'DELETE /api/v1/roles/:id/permissions': { path: { id: id('roleId') }, body: { permissions: PERMISSIONS } },
  'GET /api/v1/roles/:id/users': { path: { id: id('roleId') } },
  'POST /api/v1/roles/:id/users': [
    { as: 'by body', path: { id: id('spareRoleId') }, body: { userIds: [id('userId')] } },
    { as: 'by query', path: { id: id('spareRoleId') }, query: { 'userIds[0]': id('userId') } },
  ],
  'DELETE /api/v1/roles/:id/users': { path: { id: id('roleId') }, body: { userIds: [id('userId')] } },
  'GET /api/v1/roles/:id/services': { path: { id: id('roleId') } },
  'PUT /api/v1/roles/:id/services': {
    path: { id: id('roleId') },
    body: { services: [{ serviceId: id('serviceId'), component: '*', verbs: ['GET'] }] },
  },
};

/** Roles of users (jfw.md §22.2, §28). */
export const USER_ROLE_CASES: Cases = {
  'GET /api/v1/users/:id/permissions': { path: { id: id('userId') } },
  'GET /api/v1/users/:id/roles': { path: { id: id('userId') } },
  'POST /api/v1/users/:id/roles': [
    { as: 'by body', path: { id: id('userId') }, body: { roleIds: [id('spareRoleId')] } },
    { as: 'by query', path: { id: id('userId') }, query: { 'roleIds[0]': id('spareRoleId') } },
  ],
  'DELETE /api/v1/users/:id/roles': { path: { id: id('userId') }, body: { roleIds: [id('roleId')] } },
  'GET /api/v1/users/:id/apps/:appId/role': { path: { id: id('userId'), appId: id('appId') } },
  'PUT /api/v1/users/:id/apps/:appId/role': {
    path: { id: id('userId'), appId: id('appId') },
    body: { roleId: id('roleId') },
  },
  'DELETE /api/v1/users/:id/apps/:appId/role': { path: { id: id('userId'), appId: id('appId') } },
};
