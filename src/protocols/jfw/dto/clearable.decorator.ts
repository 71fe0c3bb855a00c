import { ValidateIf } from 'class-validator';

/** Absent leaves the attribute, `null` clears it, anything else must be right (JFW-FMT-04). */
export const Clearable = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined && value !== null);
