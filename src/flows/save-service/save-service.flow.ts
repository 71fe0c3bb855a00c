import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { RoleAuthority } from '../../core/roles/role-authority';
import { parseBaseUrl, parseServiceName, type ServiceConfig } from '../../core/services/service-config';
import type { ServiceEntity } from '../../core/services/service.entity';
import { type GivenHeader, ServiceHeaders } from '../../core/services/service-headers';
import { ServiceRepository } from '../../core/services/service.repository';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { uuidv7 } from '../../kernel/ids';

export type ConfigDraft = Omit<ServiceConfig, 'headers'> & { readonly headers: readonly GivenHeader[] };

/** What an administrator says of an upstream. */
export interface ServiceDraft {
  readonly name: string;
  /** The name when empty. */
  readonly label: string;
  readonly description: string | null;
  readonly isActive: boolean;
  readonly config: ConfigDraft;
}

/** Members that are absent stay as they are. */
export type ServiceChanges = Partial<Omit<ServiceDraft, 'config'>> & { readonly config?: Partial<ConfigDraft> };

/** Registers upstreams of a brand and changes them (DF-SVC-01); only administrators do (DF-SVC-07). */
@Injectable()
export class SaveServiceFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly services: ServiceRepository,
    private readonly headers: ServiceHeaders,
    private readonly authority: RoleAuthority,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError access.denied, request.invalid, service.exists */
  async create(actor: Actor, caller: Caller, draft: ServiceDraft, now: number): Promise<ServiceEntity> {
    const { brandId } = caller;
    const { label, description, isActive, config } = draft;
    return this.transaction.run(async (store, revoke) => {
      await this.authority.requireOverServices(store, caller);
      const [uid, name, by] = [uuidv7(now), nameOf(draft.name), caller.self?.id ?? null];
      const headers = this.headers.seal({ brandId, uid }, config.headers, []);
      const stored = { ...config, baseUrl: baseUrlOf(config.baseUrl), headers };
      // Until now its name stood for nothing, and that may be remembered.
      await revoke('brand', brandId, brandId);
      const service = await this.services.insert(store, {
        ...{ uid, brandId, name, label: label === '' ? name : label, description, isActive },
        ...{ type: 'rws', isSystem: false, config: stored, epoch: 0 },
        ...{ createdBy: by, modifiedBy: by, createdAt: now, modifiedAt: now },
      });
      const details = detailsOf(service, stored);
      const event = { event: 'service.created' as const, target: { type: 'service', id: uid }, details };
      await this.audit.record(store, originIn(brandId, actor), event);
      return service;
    });
  }

  /** @throws BrandgateError access.denied, request.invalid, service.not-found, service.built-in, service.exists */
  async update(
    actor: Actor,
    caller: Caller,
    uid: string,
    changes: ServiceChanges,
    now: number,
  ): Promise<ServiceEntity> {
    const { brandId } = caller;
    return this.transaction.run(async (store, revoke) => {
      await this.authority.requireOverServices(store, caller);
      const service = await this.services.lock(store, brandId, uid);
      if (service.isSystem) throw new BrandgateError('service.built-in');
      const { config: given, name, ...rest } = changes;
      const config = this.changedConfig(service, given ?? {});
      const written = {
        ...rest,
        ...(name === undefined ? {} : { name: nameOf(name) }),
        ...{ config, modifiedBy: caller.self?.id ?? null, modifiedAt: now },
      };
      await revoke('brand', brandId, brandId);
      await this.services.update(store, service, written);
      const changed = { ...service, ...written };
      const event = { event: 'service.updated' as const, target: { type: 'service', id: uid } };
      await this.audit.record(store, originIn(brandId, actor), { ...event, details: detailsOf(changed, config) });
      return changed;
    });
  }

  /** A secret stays with the address it was given for: else whoever changes the address would be sent it. */
  private changedConfig(service: ServiceEntity, given: Partial<ConfigDraft>): ServiceConfig {
    const old = service.config as ServiceConfig;
    const baseUrl = given.baseUrl === undefined ? old.baseUrl : baseUrlOf(given.baseUrl);
    const isMoved = baseUrl !== old.baseUrl;
    const keeps =
      given.headers === undefined ? old.headers.length > 0 : given.headers.some(({ value }) => value === null);
    if (isMoved && keeps) {
      throw invalidField('config.headers', 'Give the values of all headers again when baseUrl changes.');
    }
    const headers = given.headers === undefined ? old.headers : this.headers.seal(service, given.headers, old.headers);
    return { ...old, ...given, baseUrl, headers };
  }
}

function nameOf(text: string): string {
  const name = parseServiceName(text);
  if (name !== null) return name;
  throw invalidField('name', 'name must be 1 to 64 characters of A-Z a-z 0-9 _ -, and not system, user or admin.');
}

function baseUrlOf(text: string): string {
  const baseUrl = parseBaseUrl(text);
  if (baseUrl !== null) return baseUrl;
  throw invalidField('config.baseUrl', 'baseUrl must be an http(s) address without credentials, query and fragment.');
}

/** Header names only: values are secrets (JFW-GEN-14). */
function detailsOf({ name, isActive }: ServiceEntity, { baseUrl, honoursFilters, headers }: ServiceConfig) {
  return { name, isActive, baseUrl, honoursFilters, headers: headers.map((header) => header.name) };
}
