import type { GatewayConfig } from '../../config/gateway-config';
import type { Environment } from '../../config/process-environment';
import type { GatewayDataSource } from '../../storage/gateway-data-source';
import type { OpenInstallation } from '../shell/open-installation';
import type { Check } from './finding';

/** What can be looked at without a database. */
export interface Surroundings {
  readonly config: GatewayConfig;
  readonly env: Environment;
}

/** A database that answers, whatever its state. */
export interface Reached extends Surroundings {
  readonly dataSource: GatewayDataSource;
}

export interface Plan {
  readonly surroundings: readonly Check<Surroundings>[];
  readonly database: readonly Check<Reached>[];
  readonly installation: readonly Check<OpenInstallation>[];
}
