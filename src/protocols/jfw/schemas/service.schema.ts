import {
  arrayOf,
  closedObject,
  FLAG,
  ID,
  INSTANT,
  objectSchema,
  oneOf,
  orNull,
  TEXT,
  WHOLE_NUMBER,
} from '../../wire/schema';
import { HIDDEN, type serviceView } from '../views/service.view';

const CONFIG = closedObject({
  baseUrl: TEXT,
  timeoutSeconds: { ...WHOLE_NUMBER, minimum: 1, maximum: 300 },
  headers: arrayOf(closedObject({ name: TEXT, value: { type: 'string', const: HIDDEN } })),
  honoursFilters: FLAG,
});

export const ServiceSchema = objectSchema<ReturnType<typeof serviceView>>('Service', {
  id: ID,
  name: TEXT,
  label: TEXT,
  description: orNull(TEXT),
  type: oneOf(['system', 'user', 'rws']),
  isActive: FLAG,
  isSystem: FLAG,
  config: { ...orNull(CONFIG), description: "Null for the gateway's own." },
  createdDate: INSTANT,
  modifiedDate: INSTANT,
});
