import type { RefusalEntity } from '../../src/core/refusals/refusal.entity';
import { RefusalRepository } from '../../src/core/refusals/refusal.repository';
import type { JfwAnswer } from './jfw-client';
import type { TestGateway } from './start-gateway';

/** What the gateway noted of a refused request. */
export async function refusalOf(gateway: TestGateway, answer: JfwAnswer<unknown>): Promise<RefusalEntity> {
  return refusalById(gateway, answer.headers.get('x-correlation-id') ?? '');
}

export async function refusalById(gateway: TestGateway, correlationId: string): Promise<RefusalEntity> {
  await gateway.flush();
  const { app } = gateway.gateway;
  const [refusal] = await app.get(RefusalRepository).find(gateway.store, correlationId, 'everybody');
  if (!refusal) throw new Error(`nothing was noted for ${correlationId}`);
  return refusal;
}

/** The step that refused, with its reason. */
export function refusedBy({ steps }: RefusalEntity): readonly [string, string | null] {
  const refused = steps.filter(({ outcome }) => outcome === 'refused');
  if (refused.length !== 1) throw new Error(`${refused.length} steps refused`);
  return [refused[0]?.name ?? '', refused[0]?.reason ?? null];
}

/** Names of the steps by outcome. */
export function outcomesOf({ steps }: RefusalEntity) {
  const names = (outcome: string) => steps.filter((step) => step.outcome === outcome).map(({ name }) => name);
  return { passed: names('passed'), refused: names('refused'), notReached: names('not-reached') };
}
