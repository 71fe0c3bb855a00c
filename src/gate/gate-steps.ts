import { Injectable } from '@nestjs/common';
import { CheckAccess } from './steps/check-access';
import { CheckAppVersion } from './steps/check-app-version';
import { CHECK_HEADERS } from './steps/check-headers';
import { RegisterDevice } from './steps/register-device';
import { RequireDevice } from './steps/require-device';
import { ResolveAuthKey } from './steps/resolve-auth-key';
import { ResolveBrand } from './steps/resolve-brand';

/** The steps there are; each dialect puts them in the order of its contract. */
@Injectable()
export class GateSteps {
  readonly checkHeaders = CHECK_HEADERS;

  constructor(
    readonly resolveBrand: ResolveBrand,
    readonly checkAppVersion: CheckAppVersion,
    readonly resolveAuthKey: ResolveAuthKey,
    readonly registerDevice: RegisterDevice,
    readonly requireDevice: RequireDevice,
    readonly checkAccess: CheckAccess,
  ) {}
}
