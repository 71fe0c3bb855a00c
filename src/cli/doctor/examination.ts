import { ConfigError, type GatewayConfig } from '../../config/gateway-config';
import type { GatewayDataSource } from '../../storage/gateway-data-source';
import { failureOf, unexpected } from '../shell/failure';
import type { OpenInstallation } from '../shell/open-installation';
import { openDatabase } from '../shell/open-installation';
import type { Shell } from '../shell/shell';
import { keyRingCheck } from './checks/key-ring.check';
import { schemaCheck } from './checks/schema.check';
import type { Check, Finding, Observation } from './finding';
import type { Plan, Reached, Surroundings } from './stages';

/** Runs checks from the outside in; what lies behind something broken is not looked at. */
export class Examination {
  readonly findings: Finding[] = [];

  constructor(private readonly shell: Shell) {}

  async run(plan: Plan): Promise<readonly Finding[]> {
    const config = this.readConfig();
    if (config === null) return this.findings;
    const surroundings = { config, env: this.shell.io.env };
    await this.all(plan.surroundings, surroundings);
    const isKeyed = await this.all([keyRingCheck], surroundings);
    const isReached = await this.ofDatabase(plan.database, surroundings);
    const isSound = isReached && !this.hasErrorsOf(schemaCheck.name);
    if (isKeyed && isSound && plan.installation.length > 0) await this.ofInstallation(plan.installation);
    return this.findings;
  }

  private readConfig(): GatewayConfig | null {
    try {
      return this.shell.installation.config;
    } catch (error) {
      const mistakes = error instanceof ConfigError ? error.mistakes : [String(error)];
      for (const message of mistakes) this.add('environment', { severity: 'error', message, advice: null });
      return null;
    }
  }

  private hasErrorsOf(name: string): boolean {
    return this.findings.some(({ check, severity }) => check === name && severity === 'error');
  }

  /** @returns whether the database answers */
  private async ofDatabase(checks: readonly Check<Reached>[], surroundings: Surroundings): Promise<boolean> {
    let dataSource: GatewayDataSource;
    try {
      dataSource = await openDatabase(surroundings.config);
    } catch (error) {
      this.fail('database', error);
      return false;
    }
    try {
      await this.all(checks, { ...surroundings, dataSource });
      return true;
    } finally {
      await dataSource.destroy();
    }
  }

  private async ofInstallation(checks: readonly Check<OpenInstallation>[]): Promise<void> {
    try {
      await this.all(checks, await this.shell.installation.open());
    } catch (error) {
      this.fail('installation', error);
    }
  }

  /** @returns whether none of them found an error */
  private async all<On>(checks: readonly Check<On>[], on: On): Promise<boolean> {
    const before = this.findings.length;
    for (const check of checks) {
      try {
        for (const observation of await check.run(on)) this.add(check.name, observation);
      } catch (error) {
        this.fail(check.name, error);
      }
    }
    return this.findings.slice(before).every(({ severity }) => severity !== 'error');
  }

  private fail(check: string, error: unknown): void {
    const { message, advice } = failureOf(error) ?? unexpected(error);
    this.add(check, { severity: 'error', message, advice });
  }

  private add(check: string, { brand, ...rest }: Observation): void {
    this.findings.push({ check, brand: brand ?? null, ...rest });
  }
}
