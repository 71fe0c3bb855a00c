import { type ArgumentMetadata, Injectable, type ValidationError, ValidationPipe } from '@nestjs/common';
import { BrandgateError, type FieldFault } from '../../kernel/errors/brandgate-error';

/**
 * Validates bodies by their DTO. A `null` member equals an absent one and unknown members are dropped without a trace
 * (JFW-FMT-04); nothing is converted (SEC-IN-02).
 */
@Injectable()
export class JfwBodyPipe extends ValidationPipe {
  constructor() {
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
    return super.transform(metadata.type === 'body' ? withoutNulls(value) : value, metadata);
  }
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
