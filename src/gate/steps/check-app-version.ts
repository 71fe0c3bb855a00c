import { Injectable } from '@nestjs/common';
import { textIn } from '../../core/brands/settings/localised-texts';
import { VersionGate, type VersionVerdict } from '../../core/brands/version-gate';
import { ReleaseTally } from '../../core/releases/release-tally';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { releaseOf } from '../device-headers';
import type { Step } from '../gate';
import { GeneralLimit } from '../limits/general-limit';
import type { Passage } from '../passage';

/** Whether the brand still takes the version of the app that asks (§16 of the native contract). */
@Injectable()
export class CheckAppVersion implements Step {
  readonly name = 'check-app-version';

  constructor(
    private readonly tally: ReleaseTally,
    private readonly limit: GeneralLimit,
  ) {}

  run(passage: Passage): void {
    const policies = passage.brandOrThrow.settings.appVersionPolicies;
    if (policies.length === 0 || passage.requirement.ignoresAppVersion) return;
    const { os, version } = releaseOf(passage.arrival.device);
    if (os === undefined || version === undefined) return;
    const verdict = VersionGate.of(policies).judge(os, version, passage.arrival.path, passage.at);
    if (verdict === null) return;
    if (verdict.recommends) passage.answerHeaders.push('X-App-Update', 'recommended');
    const { id } = passage.brandOrThrow;
    if (verdict.kind === 'counted') this.tally.note(id, { os, version }, 'wouldRefuse', passage.at);
    if (verdict.kind !== 'blocked') return;
    // Nobody is known yet, so an app that does not stop asking is counted by its address, and beyond that no more.
    this.limit.countAddress(passage);
    this.tally.note(id, { os, version }, 'refused', passage.at);
    refuse(passage, verdict);
  }
}

function refuse({ arrival }: Passage, { policy }: VersionVerdict): never {
  const { minimumVersion, recommendedVersion, storeUrl, message, messages } = policy;
  const text = textIn(messages, arrival.language) ?? message;
  throw new BrandgateError('app.version-unsupported', {
    data: { minimumVersion, recommendedVersion, storeUrl },
    reason: 'app-version',
    facts: { os: policy.osDevice, minimum: minimumVersion ?? '-' },
    ...(text === null ? {} : { message: text }),
  });
}
