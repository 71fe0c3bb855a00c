import { APP_TYPES } from '../../../core/apps/app.entity';
import type { ShownKey } from '../../../flows/show-key/show-key.flow';
import { FLAG, ID, INSTANT, objectSchema, oneOf, orNull, TEXT } from '../../wire/schema';
import type { appView } from '../views/app.view';

const API_KEY = { ...TEXT, pattern: '^[0-9a-f]{8}([0-9a-f]{56}|\\*{56})$' };

export const AppSchema = objectSchema<ReturnType<typeof appView>>('App', {
  id: ID,
  name: TEXT,
  description: orNull(TEXT),
  apiKey: { ...API_KEY, description: 'Whole in the answers that issue it, else its first 8 characters.' },
  keyChangedDate: INSTANT,
  isActive: FLAG,
  isSystem: FLAG,
  type: oneOf(APP_TYPES),
  path: orNull(TEXT),
  url: orNull(TEXT),
  defaultRoleId: orNull(ID),
  createdDate: INSTANT,
  modifiedDate: INSTANT,
});

export const AppKeySchema = objectSchema<ShownKey>('AppKey', { apiKey: API_KEY, isMasked: FLAG });
