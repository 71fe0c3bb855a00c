import { DEFAULT_BRAND_SETTINGS } from '../../../src/core/brands/brand-settings';
import { AppEntity } from '../../../src/core/apps/app.entity';
import { ChallengeEntity } from '../../../src/core/challenges/challenge.entity';
import { RoleEntity } from '../../../src/core/roles/role.entity';
import { RoleServiceEntity } from '../../../src/core/roles/role-service.entity';
import { UserRoleEntity } from '../../../src/core/roles/user-role.entity';
import type { RoleId } from '../../../src/kernel/ids';
import type { Belongings } from '../belongings';
import { type Cases, id, type RouteCase } from '../route-case';

const NEW_PASSWORD = 'violet harbour mango';
const REVEALING = { dreamfactory: { ...DEFAULT_BRAND_SETTINGS.dreamfactory, revealUnknownEmail: true } };

const REDEEM = { email: id('emailAddress'), code: id('confirmationCode'), new_password: NEW_PASSWORD };

async function becomeAdmin(own: Belongings): Promise<void> {
  const { brand, user } = own;
  await own.write(async (store) => {
    const roles = await store.findBy(RoleEntity, { brandId: brand.id, kind: 'BuiltIn' });
    const { id: adminId } = roles.find(({ code }) => code === 'Admin') ?? { id: 0 as RoleId };
    for (const { id: roleId } of roles)
      await store.delete(UserRoleEntity, { brandId: brand.id, userId: user.id, roleId });
    await store.insert(UserRoleEntity, { brandId: brand.id, userId: user.id, roleId: adminId });
  });
}

/** Whoever has the app's key may do anything: its default role says so. */
async function openApp(own: Belongings): Promise<void> {
  const brandId = own.brand.id;
  const uid = await own.get('appId');
  const role = await own.gateway.store.findOneByOrFail(RoleEntity, { brandId, uid: await own.get('spareRoleId') });
  const everything = {
    serviceId: null,
    component: '*',
    verbMask: 31,
    requestorMask: 1,
    filters: [],
    filterOp: 'AND' as const,
  };
  await own.write(async (store) => {
    await store.insert(RoleServiceEntity, {
      ...{ brandId, roleId: role.id, ...everything, number: await own.number(store, 'role-service') },
      ...{ createdAt: own.now, modifiedAt: own.now },
    });
    await store.update(AppEntity, { brandId, uid }, { defaultRoleId: role.id });
  });
}

const BELONGS = 'whoever holds a key is told that it is of another brand than the request names (DF-BRD-02)';

const SHAPED = 'a code that has not the form of one is told so before anything is looked for (DF-PWD-08)';

/** The codes of others were tried on the account, and five tries are all there are. */
async function freshCode({ gateway, brand, user }: Belongings): Promise<void> {
  await gateway.store.update(ChallengeEntity, { brandId: brand.id, userId: user.id }, { attempts: 0 });
}

/** By a role of the app alone. */
function byRole(arrange: (own: Belongings) => Promise<void> = () => Promise.resolve()): RouteCase {
  return {
    headers: { 'X-DreamFactory-API-Key': id('apiKey') },
    body: REDEEM,
    arrange: async (own) => {
      await openApp(own);
      await arrange(own);
    },
    tells: { foreign: BELONGS, "child brand's": BELONGS },
  };
}

/** The DreamFactory dialect (docs/protocols/dreamfactory.md). */
export const DREAMFACTORY_CASES: Cases = {
  'POST /api/v2/user/password': [
    { as: 'by code', body: REDEEM, arrange: freshCode, tells: { malformed: SHAPED } },
    { as: 'forgotten', settings: REVEALING, body: { email: id('emailAddress'), reset: true } },
  ],
  'PUT /api/v2/user/password': byRole(),
  'PATCH /api/v2/user/password': byRole(),
  'POST /api/v2/system/admin/password': [
    {
      ...{ as: 'by code', body: REDEEM, tells: { malformed: SHAPED } },
      arrange: async (own) => {
        await becomeAdmin(own);
        await freshCode(own);
      },
    },
    { as: 'forgotten', settings: REVEALING, body: { email: id('emailAddress'), reset: true }, arrange: becomeAdmin },
  ],
  'PUT /api/v2/system/admin/password': byRole(becomeAdmin),
  'PATCH /api/v2/system/admin/password': byRole(becomeAdmin),
};
