import { type ArgumentMetadata, Injectable, type ValidationError, ValidationPipe } from '@nestjs/common';
import { BrandgateError, type FieldFault } from '../../kernel/errors/brandgate-error';

/**
 * Validates bodies by their DTO. A `null` member equals an absent one and unknown members are dropped without a trace
 * (JFW-FMT-04); nothing is converted (SEC-IN-02).
 */
@Injectable()
export class JfwBodyPipe extends ValidationPipe {
  /** @param options.keepsNull `null` clears an attribute instead of being absent */
  constructor(private readonly options: { readonly keepsNull?: true } = {}) {
    super({
      transform: true,
      whitelist: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) =>
        new BrandgateError('request.invalid', { fields: errors.flatMap((e) => faultsOf(e)) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    return super.transform(withKnownNames(this.options.keepsNull ? value : withoutNulls(value)), metadata);
  }
}

const KNOWN_NAMES: Readonly<Record<string, string>> = { authkey: 'authKey', brandurl: 'brandUrl' };

/** `Auth-Key`, `auth_key`, `AuthKey` … are one member; spellings that contradict each other are refused before (JFW-CAL-02). */
function withKnownNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      KNOWN_NAMES[name.toLowerCase().replace(/[-_]/g, '')] ?? name,
      member,
    ]),
  );
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

function faultsOf(error: ValidationError, parent = ''): FieldFault[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message: `${message}.` }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, field))];
}
