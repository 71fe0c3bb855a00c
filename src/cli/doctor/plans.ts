import { auditChainCheck } from './checks/audit-chain.check';
import { brandSettingsCheck } from './checks/brand-settings.check';
import { clockCheck } from './checks/clock.check';
import { dataFolderCheck } from './checks/data-folder.check';
import { durabilityCheck } from './checks/durability.check';
import { gatewaySettingsCheck } from './checks/gateway-settings.check';
import { isolationCheck } from './checks/isolation.check';
import { partsCheck } from './checks/parts.check';
import { publicAddressCheck } from './checks/public-address.check';
import { pushChannelsCheck } from './checks/push-channels.check';
import { ringUsageCheck } from './checks/ring-usage.check';
import { schemaCheck } from './checks/schema.check';
import { superAdminCheck } from './checks/super-admin.check';
import type { Plan } from './stages';

/** What a gateway needs to start at all; `brandgate config check`. */
export const START: Plan = { surroundings: [], database: [schemaCheck], installation: [] };

/** Everything; `brandgate doctor`. */
export function everything({ isIsolationTested }: { readonly isIsolationTested: boolean }): Plan {
  return {
    surroundings: [publicAddressCheck, dataFolderCheck, partsCheck],
    database: [durabilityCheck, schemaCheck, clockCheck],
    installation: [
      ...[ringUsageCheck, superAdminCheck, gatewaySettingsCheck, brandSettingsCheck, pushChannelsCheck],
      auditChainCheck,
      ...(isIsolationTested ? [isolationCheck] : []),
    ],
  };
}
