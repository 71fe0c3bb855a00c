import { buildMessage, ValidateBy } from 'class-validator';

/**
 * At most this many code points, which is what a column holds; class-validator's own `MaxLength` counts a character and
 * the variation selector after it as one.
 */
export const MaxCodePoints = (limit: number): PropertyDecorator =>
  ValidateBy({
    name: 'maxCodePoints',
    constraints: [limit],
    validator: {
      validate: (value: unknown) => typeof value === 'string' && Array.from(value).length <= limit,
      defaultMessage: buildMessage((each) => `${each}$property must be at most ${limit} characters`),
    },
  });
