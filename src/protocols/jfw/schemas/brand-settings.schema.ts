import { brandSettingsSchema } from '../../../core/brands/settings/setting-members';
import type { ValueSchema } from '../../../kernel/settings/setting-type';
import {
  arrayOf,
  closedObject,
  ID,
  INSTANT,
  type JsonSchema,
  NamedSchema,
  objectSchema,
  orNull,
  TEXT,
  WHOLE_NUMBER,
} from '../../wire/schema';
import type { settingVersionView } from '../views/brand-settings.view';

const SETTINGS = brandSettingsSchema();

/** Every member of every object is there in an answer, and nothing else; a request may leave members out. */
function asAnswered(schema: ValueSchema): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  const inner = {
    ...(items ? { items: asAnswered(items) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: asAnswered(additionalProperties) } : {}),
  };
  if (properties === undefined) return { ...schema, ...inner };
  return { ...schema, ...inner, ...closedObject(allAsAnswered(properties)) };
}

export function allAsAnswered(properties: Readonly<Record<string, ValueSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, asAnswered(schema)]));
}

/** All settings of a brand, as they are defined once (jfw.md §23). */
export const BrandSettingsSchema = new NamedSchema('BrandSettings', asAnswered(SETTINGS));

/** What a change of settings takes: some of them, or a version to go back to. */
export const BRAND_SETTINGS_CHANGE = {
  ...SETTINGS,
  properties: {
    ...SETTINGS.properties,
    firebaseCredential: {
      type: ['object', 'boolean', 'null'],
      description: 'The JSON of a service account; null takes it away. What is shown, sent back, changes nothing.',
    },
    fromVersion: { type: 'integer', minimum: 0, description: 'Back to this version; without any other member.' },
    acceptedRisks: {
      type: 'array',
      items: TEXT,
      description: 'Names of settings, as `dreamfactory.securityQuestion`, whose new value is a risk that is accepted.',
    },
  },
} as const satisfies JsonSchema;

/** One change of the settings. */
export const SettingVersionSchema = objectSchema<ReturnType<typeof settingVersionView>>('BrandSettingVersion', {
  version: WHOLE_NUMBER,
  changedBy: { ...orNull(ID), description: 'User of the brand; null: somebody from outside it.' },
  changedDate: INSTANT,
  setting: {
    ...arrayOf(closedObject({ member: TEXT, value: {} })),
    description: 'What differed from the defaults, by the names of the documentation.',
  },
});
