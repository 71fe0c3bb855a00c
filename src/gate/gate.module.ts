import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { AuthKeyRepository } from '../core/auth-keys/auth-key.repository';
import { keyDigest, keyKind } from '../kernel/secrets/key-text';
import { CredentialCounters } from '../ports/credential-counters.port';
import { Database } from '../storage/database';
import { GateSteps } from './gate-steps';
import { AddressTries } from './limits/address-tries';
import { DeviceAdditions } from './limits/device-additions';
import { GeneralLimit } from './limits/general-limit';
import { StrangerLimit } from './limits/stranger-limit';
import { type FamilyOfRefreshKey, throttlerOptions } from './limits/throttler-options';
import { WindowThrottlerStorage } from './limits/throttler-storage';
import { WindowCounters } from './limits/window-counters';
import { SessionUse } from './session-use';
import { CheckAccess } from './steps/check-access';
import { CheckAppVersion } from './steps/check-app-version';
import { RegisterDevice } from './steps/register-device';
import { RequireDevice } from './steps/require-device';
import { ResolveAuthKey } from './steps/resolve-auth-key';
import { ResolveBrand } from './steps/resolve-brand';
import { WarmBrands } from './steps/warm-brands';

/** One set of counters for the throttler and for the hot path. */
@Global()
@Module({
  providers: [WindowCounters, { provide: CredentialCounters, useClass: WindowThrottlerStorage }],
  exports: [WindowCounters, CredentialCounters],
})
export class CountersModule {}

const STEPS = [WarmBrands, ResolveBrand, CheckAppVersion, ResolveAuthKey, RegisterDevice, RequireDevice, CheckAccess];

@Global()
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [CountersModule],
      inject: [CredentialCounters, AuthKeyRepository, Database],
      useFactory: (storage: CredentialCounters, keys: AuthKeyRepository, database: Database) =>
        throttlerOptions(storage, familyOf(keys, database)),
    }),
    CountersModule,
  ],
  providers: [GeneralLimit, StrangerLimit, AddressTries, DeviceAdditions, SessionUse, ...STEPS, GateSteps],
  exports: [ThrottlerModule, GateSteps, GeneralLimit, StrangerLimit, AddressTries, DeviceAdditions, SessionUse],
})
export class GateModule {}

function familyOf(keys: AuthKeyRepository, database: Database): FamilyOfRefreshKey {
  return async (text) => {
    if (keyKind(text) !== 'refresh') return null;
    const owner = await keys.findOwner(database.store, keyDigest(text as string));
    return owner?.session.uid ?? null;
  };
}
