import { Option } from 'nest-commander';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { listed, yesOrNo } from '../shell/listed-values';
import { wholeNumber } from '../shell/option-values';
import { DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS } from '../../core/services/service-config';
import type { HeaderOptions } from './given-headers';

export interface ServiceOptions extends BrandedOptions, HeaderOptions {
  readonly name?: string;
  readonly baseUrl?: string;
  readonly label?: string;
  readonly description?: string;
  readonly active?: boolean;
  readonly timeout?: number;
  readonly honoursFilters?: boolean;
  readonly dropHeader?: readonly string[];
}

/** A command that says what a service is. */
export abstract class ServiceDescribingCommand extends BrandedCommand<ServiceOptions> {
  @Option({ flags: '--base-url <address>', description: 'where the upstream is: http(s), without credentials' })
  parseBaseUrl(value: string): string {
    return value;
  }

  @Option({ flags: '--label <text>', description: 'its name for people' })
  parseLabel(value: string): string {
    return value;
  }

  @Option({ flags: '--description <text>', description: 'what it is; "" for nothing' })
  parseDescription(value: string): string {
    return value;
  }

  @Option({ flags: '--active <yes|no>', description: 'an inactive service is reached by nobody' })
  parseActive(value: string): boolean {
    return yesOrNo('--active', value);
  }

  @Option({ flags: '--timeout <seconds>', description: `how long it may take; default ${DEFAULT_TIMEOUT_SECONDS}` })
  parseTimeout(value: string): number {
    return wholeNumber('--timeout', value, 1, MAX_TIMEOUT_SECONDS);
  }

  @Option({ flags: '--honours-filters <yes|no>', description: 'it applies the row filters it is sent; default no' })
  parseHonoursFilters(value: string): boolean {
    return yesOrNo('--honours-filters', value);
  }

  @Option({ flags: '--header <name>', description: 'sent with every request; what it holds is asked for' })
  parseHeader(value: string, before?: readonly string[]): readonly string[] {
    return listed(value, before);
  }

  @Option({ flags: '--headers-stdin', description: 'instead: headers on standard input, a line each: "Name: value"' })
  parseHeadersStdin(): boolean {
    return true;
  }

  /** As the body of the API has it, but for the headers. */
  protected bodyOf({ name, label, description, active: isActive, ...options }: ServiceOptions) {
    const { baseUrl, timeout: timeoutSeconds, honoursFilters } = options;
    return { name, label, description, isActive, config: { baseUrl, timeoutSeconds, honoursFilters } };
  }
}
