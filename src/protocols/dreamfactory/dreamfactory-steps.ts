import { Injectable } from '@nestjs/common';
import type { Step } from '../../gate/gate';
import { GateSteps } from '../../gate/gate-steps';
import { CheckRole } from './steps/check-role';
import { ResolveApp } from './steps/resolve-app';
import { ResolveNamedBrand } from './steps/resolve-named-brand';
import { ResolveToken } from './steps/resolve-token';

/** The steps of this dialect's gate in the order of section 7; what comes before is the front door's. */
@Injectable()
export class DreamFactorySteps {
  readonly inOrder: readonly Step[];

  constructor(shared: GateSteps, app: ResolveApp, brand: ResolveNamedBrand, token: ResolveToken, role: CheckRole) {
    this.inOrder = [app, brand, shared.checkAppVersion, token, role];
  }
}
