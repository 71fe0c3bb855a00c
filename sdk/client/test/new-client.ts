import { BrandgateClient } from '../src/brandgate-client.ts';
import type { ClientOptions } from '../src/client-options.ts';
import type { FakeGateway } from './fake-gateway.ts';

/** A client of the gateway in memory, on its clock, that repeats without delay. */
export function newClient(gateway: FakeGateway, options: Partial<ClientOptions> = {}): BrandgateClient {
  return new BrandgateClient({
    ...{ gatewayUrl: 'https://gw.example', brand: 'a.example', device: { code: 'phone-1' } },
    ...{ fetch: gateway.fetch, now: () => gateway.now, refreshRetry: { firstDelayMs: 0 } },
    ...options,
  });
}

/** What a client tells of its user from now on, a line each. */
export function eventsOf(client: BrandgateClient): string[] {
  const told: string[] = [];
  client.on('signedIn', ({ userId, source }) => void told.push(`signedIn ${userId} ${source}`));
  client.on('refreshed', ({ userId }) => void told.push(`refreshed ${userId}`));
  client.on('signedOut', ({ userId, reason }) => void told.push(`signedOut ${userId} ${reason}`));
  return told;
}
