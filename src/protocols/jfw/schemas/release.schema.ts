import { SYSTEMS } from '../../../core/releases/release-claim';
import type { Adoption } from '../../../core/releases/release-day.repository';
import { INSTANT, objectSchema, oneOf, orNull, TEXT, WHOLE_NUMBER } from '../../wire/schema';
import type { releaseDayView, versionVerdictView } from '../views/release.view';

const COUNT = { ...WHOLE_NUMBER, minimum: 0 };

export const ReleaseDaySchema = objectSchema<ReturnType<typeof releaseDayView>>('ReleaseDay', {
  date: { ...TEXT, description: '`yyyy-MM-dd` in UTC.' },
  osDevice: oneOf(SYSTEMS),
  appVersionNumber: { ...orNull(TEXT), description: '`other` for versions beyond the 200 told apart in a day.' },
  activeDevices: COUNT,
  signIns: COUNT,
  failedSignIns: COUNT,
  refused: { ...COUNT, description: 'Requests that the version gate refused.' },
  wouldRefuse: { ...COUNT, description: 'Requests that it would have refused, were it not counting only.' },
});

export const AdoptionSchema = objectSchema<Adoption>('Adoption', {
  osDevice: orNull(TEXT),
  appVersionNumber: orNull(TEXT),
  devices: COUNT,
});

export const VersionVerdictSchema = objectSchema<ReturnType<typeof versionVerdictView>>('VersionVerdict', {
  verdict: oneOf(['current', 'recommended', 'counted', 'blocked', 'unjudged']),
  minimumVersion: orNull(TEXT),
  recommendedVersion: orNull(TEXT),
  storeUrl: orNull(TEXT),
  startsAt: orNull(INSTANT),
});
