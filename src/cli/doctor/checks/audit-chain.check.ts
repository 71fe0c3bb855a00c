import { VerifyAuditFlow } from '../../../flows/verify-audit/verify-audit.flow';
import { Clock } from '../../../kernel/clock';
import type { OpenInstallation } from '../../shell/open-installation';
import { broken, type Check, fine, type Observation, weak } from '../finding';

/** The trail of each brand is what was written (SEC-AUD-01). */
export const auditChainCheck: Check<OpenInstallation> = {
  name: 'audit-chain',
  async run(installation): Promise<Observation[]> {
    const found: Observation[] = [];
    let checked = 0;
    for await (const report of installation.get(VerifyAuditFlow).all(installation.get(Clock).now())) {
      const { brandCode: brand, firstBreak, backdated } = report;
      checked += report.checked;
      if (firstBreak !== null) {
        const place = firstBreak.sequence === null ? '' : ` at ${firstBreak.sequence}`;
        found.push({ ...broken(`The trail is broken: ${firstBreak.fault}${place}.`, LOOK(brand)), brand });
      }
      if (backdated !== null) {
        const text = `An event is dated long before the one sealed before it, at ${backdated.sequence}.`;
        found.push({ ...weak(text, LOOK(brand)), brand });
      }
    }
    return found.length === 0 ? [fine(`${checked} sealed events are as they were written.`)] : found;
  },
};

const LOOK = (brand: string) => `See what it means in docs/operations.md: brandgate audit verify --brand ${brand}`;
