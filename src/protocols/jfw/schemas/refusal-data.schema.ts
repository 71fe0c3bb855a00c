import {
  arrayOf,
  closedObject,
  ID,
  INSTANT,
  NULL,
  objectSchema,
  oneOf,
  orNull,
  type Schema,
  TEXT,
} from '../../wire/schema';
import { WHOLE_NUMBER } from '../../wire/schema';

const DeviceLimitSchema = objectSchema('DeviceLimit', {
  deviceQuota: WHOLE_NUMBER,
  devices: arrayOf(
    closedObject({
      id: ID,
      name: TEXT,
      osDevice: orNull(TEXT),
      loggedInAt: INSTANT,
      lastAccessAt: orNull(INSTANT),
    }),
  ),
});

const SecondFactorMethodsSchema = objectSchema('SecondFactorMethods', {
  methods: arrayOf(oneOf(['totp', 'recoveryCode', 'mail'])),
});

const AppVersionNeededSchema = objectSchema('AppVersionNeeded', {
  minimumVersion: orNull(TEXT),
  recommendedVersion: orNull(TEXT),
  storeUrl: orNull(TEXT),
});

const BY_CODE: Readonly<Record<string, Schema>> = {
  DeviceLimitConfirmationRequired: DeviceLimitSchema,
  OtpRequired: SecondFactorMethodsSchema,
  AppVersionUnsupported: AppVersionNeededSchema,
};

/** `data` of a refusal by its native code: null but for three of them (JFW-ENV-05). */
export function refusalData(code: string): Schema {
  return BY_CODE[code] ?? NULL;
}
