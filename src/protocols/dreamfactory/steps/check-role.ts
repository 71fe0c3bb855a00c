import { Injectable } from '@nestjs/common';
import { type Verb, VERBS } from '../../../core/roles/access-evaluator';
import { RoleInForce, type ServiceCaller } from '../../../core/roles/role-in-force';
import type { Step } from '../../../gate/gate';
import type { Passage } from '../../../gate/passage';
import { arrivalOf } from '../dreamfactory-arrival';
import { badRequest, DreamFactoryRefusal } from '../dreamfactory-refusal';
import { TEXTS } from '../dreamfactory.texts';
import { isAccessException } from '../resource-path';

/** Whether path and verb are open to everybody, to an administrator, or by a role (rows 6 to 13 of section 7). */
@Injectable()
export class CheckRole implements Step {
  readonly name = 'check-role';

  constructor(private readonly roles: RoleInForce) {}

  run(passage: Passage): void | Promise<void> {
    const { resource, verb } = arrivalOf(passage);
    if (!isAccessException(resource, verb)) return this.judge(passage);
  }

  finding(passage: Passage): string {
    const { resource, verb } = arrivalOf(passage);
    return isAccessException(resource, verb) ? 'open to everybody' : 'allowed by a role, or to an administrator';
  }

  private async judge(passage: Passage): Promise<void> {
    const { resource, verb } = arrivalOf(passage);
    const caller = callerOf(passage);
    if (await this.roles.isUnbound(caller)) return;
    const { service: name, component } = resource;
    const verdict = await this.roles.judge(caller, { name, component, verb: verb as Verb });
    if (verdict.isAllowed) return;
    if (verdict.reason === 'no-role') throw withoutRole(passage);
    if (verdict.reason === 'role-inactive') throw forbidden(TEXTS.roleInactive, { reason: 'role-inactive' });
    const because = { reason: 'role-lacks', facts: { verb: verb in VERBS ? verb : 'this verb' } } as const;
    if (passage.session === null) {
      throw new DreamFactoryRefusal('auth-key.required', { status: 401, text: TEXTS.notAuthenticated }, because);
    }
    throw forbidden(
      `Access Forbidden. ${verb} access to ${placeOf(resource)} is not allowed by this user's role.`,
      because,
    );
  }
}

function callerOf({ brandOrThrow, app, session }: Passage): ServiceCaller {
  const user = session === null ? null : { id: session.user.id, type: session.type };
  return { brandId: brandOrThrow.id, app, user };
}

/** What is missing, asked for in this order; an unknown key counts as one that was sent (DF-BRD-07). */
function withoutRole(passage: Passage): DreamFactoryRefusal {
  const { apiKey, token } = arrivalOf(passage);
  if (apiKey !== undefined && token !== undefined) return forbidden(TEXTS.noRole, { reason: 'role-absent' });
  const missing = apiKey === undefined ? (token === undefined ? 'API key and no token' : 'API key') : 'token';
  const text = { 'API key and no token': TEXTS.neither, 'API key': TEXTS.noKey, token: TEXTS.noToken }[missing];
  return badRequest(text, { reason: 'no-credentials', facts: { missing } });
}

function forbidden(text: string, because: ConstructorParameters<typeof DreamFactoryRefusal>[2]): DreamFactoryRefusal {
  return new DreamFactoryRefusal('access.denied', { status: 403, text }, because);
}

function placeOf({ service, component }: { readonly service: string; readonly component: string }): string {
  const where = `service '${service}'`;
  return component === '' ? where : `component '${component.toLowerCase()}' of ${where}`;
}
