import { BrandEntity } from '../../src/core/brands/brand.entity';
import type { BrandSettings } from '../../src/core/brands/brand-settings';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import type { OutboxTask } from '../../src/core/outbox/outbox-task';
import { PushRepository } from '../../src/core/pushes/push.repository';
import { SpreadPush } from '../../src/flows/deliver-push/spread-push';
import { FindDueFlow } from '../../src/flows/drain-outbox/find-due.flow';
import type { BrandId } from '../../src/kernel/ids';
import type { JfwClient } from './jfw-client';
import { People, type Person, PLENTY } from './people';
import type { AccountFile } from './service-account';
import type { TestGateway } from './start-gateway';

/** What the outside sees of a push. */
export interface SentPush {
  readonly id: string;
  readonly state: string;
  readonly recipients: number;
  readonly deliveries: Readonly<Record<string, number>>;
}

export interface Delivery {
  readonly id: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly messageId: string | null;
}

/** Somebody with a phone whose token is their own. */
export interface Phone extends Person {
  readonly token: string;
  readonly deviceUid: string;
  /** As the app sends them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Far from now. */
const NEVER = 9_000_000_000_000;
let count = 0;

/** A brand that pushes: an administrator, people with phones, and what becomes of messages to them. */
export class PushBrand {
  private constructor(
    readonly gateway: TestGateway,
    readonly brandId: BrandId,
    readonly domain: string,
    readonly uid: string,
    readonly people: People,
    readonly admin: Person,
  ) {}

  static async create(
    gateway: TestGateway,
    domain: string,
    account: AccountFile | null,
    settings: Partial<BrandSettings> = {},
  ): Promise<PushBrand> {
    const brandId = await gateway.addBrand(domain, { rateLimits: PLENTY, ...settings });
    const { uid } = await gateway.store.findOneByOrFail(BrandEntity, { id: brandId });
    const people = new People(gateway, brandId, domain);
    const brand = new PushBrand(gateway, brandId, domain, uid, people, await people.one({}, 'Admin'));
    if (account !== null) await brand.give(account);
    return brand;
  }

  give(firebaseCredential: AccountFile | null) {
    return this.admin.client.put(`brands/${this.uid}/setting`, { firebaseCredential });
  }

  async phone(more: Readonly<Record<string, string>> = {}): Promise<Phone> {
    const token = `token-${(count += 1)}`;
    const headers = { 'X-Device-Code': `code-${token}`, 'X-Device-Token': token, ...more };
    const person = await this.people.one(headers);
    const { data } = await person.client
      .with({ 'Device-Code': `code-${token}` })
      .get<{ id: string }>('devices/current');
    return { ...person, token, headers, deviceUid: data.id };
  }

  send(body: object, client: JfwClient = this.admin.client) {
    return client.post<SentPush>('pushes', { title: 'Hi', ...body });
  }

  /** Sends it, lets the worker do what is due, and tells what became of it. */
  async sent(body: object): Promise<SentPush> {
    const { data, status } = await this.send(body);
    if (status !== 201) throw new Error(`the push was refused: ${status}`);
    await this.gateway.deliver();
    return this.look(data);
  }

  async look({ id }: Pick<SentPush, 'id'>): Promise<SentPush> {
    return (await this.admin.client.get<SentPush>(`pushes/${id}`)).data;
  }

  async deliveries({ id }: Pick<SentPush, 'id'>): Promise<readonly Delivery[]> {
    const { data } = await this.admin.client.get<{ items: Delivery[] }>(`pushes/${id}/deliveries`);
    return data.items;
  }

  async reach(audience: object): Promise<number> {
    return (await this.admin.client.post<{ devices: number }>('pushes/preview', { audience })).data.devices;
  }

  /** Sends it, writes down whom it goes to, and leaves it there. */
  async written(body: object): Promise<SentPush> {
    const { app } = this.gateway.gateway;
    const [pushes, spread] = [app.get(PushRepository), app.get(SpreadPush)];
    // The gateway's own worker looks once a second, and finds nothing as long as this one is not put off.
    const blind = jest.spyOn(app.get(FindDueFlow), 'run').mockResolvedValue([]);
    const { data } = await this.send(body);
    await this.gateway.store.update(OutboxEntity, { brandId: this.brandId, kind: 'push' }, { nextAttemptAt: NEVER });
    blind.mockRestore();
    const task = { hold: () => Promise.resolve(true) } as unknown as OutboxTask;
    let push = await pushes.getByUid(this.gateway.store, this.brandId, data.id);
    while (push.state === 'spreading') {
      await spread.page(task, push);
      push = await pushes.getByUid(this.gateway.store, this.brandId, data.id);
    }
    return data;
  }

  /** The worker goes on. */
  async resume(): Promise<void> {
    await this.gateway.store.update(OutboxEntity, { brandId: this.brandId, kind: 'push' }, { nextAttemptAt: 0 });
    await this.gateway.deliver();
  }

  /** Their session runs out, and nobody has noticed yet. */
  async endNaturally({ user }: Pick<Phone, 'user'>): Promise<void> {
    const end = { expiresAt: this.gateway.clock.now() - 1 };
    await this.gateway.store.update(SessionEntity, { brandId: this.brandId, userId: user.id }, end);
  }

  linkOf({ user }: Pick<Phone, 'user'>): Promise<UserDeviceEntity> {
    return this.gateway.store.findOneByOrFail(UserDeviceEntity, { brandId: this.brandId, userId: user.id });
  }
}
