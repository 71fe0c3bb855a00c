import { PushChannelRepository } from '../../src/core/push/push-channel.repository';
import { PushChannels } from '../../src/core/push/push-channels';
import { serviceAccount } from '../support/service-account';
import type { Belongings } from './belongings';

/** A service account for somebody's brand, as if Google had accepted it. */
export async function makePushChannel(own: Belongings): Promise<void> {
  const { app } = own.gateway.gateway;
  const by = { modifiedBy: null, testedAt: own.now };
  const { channel } = app.get(PushChannels).sealed(own.brand.id, serviceAccount(own.mark), by);
  await own.write((store) => app.get(PushChannelRepository).replace(store, channel));
}
