import { GatewaySettings } from '../../../core/gateway-settings/gateway-settings';
import { BreachedPasswords } from '../../../ports/breached-passwords.port';
import type { OpenInstallation } from '../../shell/open-installation';
import { broken, type Check, fine, type Observation, weak } from '../finding';

/** Settings of the installation: none that cannot be read, or names a file that cannot; none that is for development. */
export const gatewaySettingsCheck: Check<OpenInstallation> = {
  name: 'gateway-settings',
  async run(installation): Promise<Observation[]> {
    const { faulty, current } = installation.get(GatewaySettings);
    const file = current.breachedPasswordFile;
    const fault = file === null ? null : await installation.get(BreachedPasswords).faultOf(file);
    const found = [
      ...faulty.map((name) => broken(`What is kept of ${name} is no value of it: its default counts.`, mend(name))),
      ...(fault === null
        ? []
        : [broken(`${file} ${fault}: nobody can choose a password.`, mend('breachedPasswordFile'))]),
      ...(current.allowIpLiteralBrands
        ? [weak('Addresses may be domains of brands.', mend('allowIpLiteralBrands'))]
        : []),
      ...(current.egressAllowHttp
        ? [weak('The gateway may call addresses without TLS.', mend('egressAllowHttp'))]
        : []),
    ];
    return found.length === 0 ? [fine('All can be read, none is for development.')] : found;
  },
};

function mend(name: string): string {
  return `Run: brandgate config set ${name} null`;
}
