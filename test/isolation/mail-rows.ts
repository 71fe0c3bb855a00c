import { Challenges } from '../../src/core/challenges/challenges';
import type { ChallengeKind, ChallengePurpose } from '../../src/core/challenges/challenge.entity';
import { MailChannelEntity } from '../../src/core/mail/mail-channel.entity';
import { MailTemplateEntity } from '../../src/core/mail/mail-template.entity';
import { Mailer, recipientOf } from '../../src/core/mail/mailer';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import { PasswordHistoryEntity } from '../../src/core/passwords/password-history.entity';
import { DeviceActivityEntity } from '../../src/core/releases/device-activity.entity';
import { ReleaseDayEntity } from '../../src/core/releases/release-day.entity';
import { SecurityQuestionEntity } from '../../src/core/security-questions/security-question.entity';
import { SigningKeyEntity } from '../../src/core/signing-keys/signing-key.entity';
import { type DeviceId, uuidv7 } from '../../src/kernel/ids';
import { canonicalEmail } from '../../src/kernel/text/canonical-key';
import type { Belongings } from './belongings';

const DAY_MS = 86_400_000;

/** A one-time secret of somebody's, as a mail would bring it. */
export async function makeSecret(own: Belongings, purpose: ChallengePurpose, kind: ChallengeKind): Promise<string> {
  const target = canonicalEmail(own.user.emailAddress ?? '');
  const request = { brandId: own.brand.id, userId: own.user.id, purpose, kind, target, lifetime: DAY_MS };
  return own.gateway.gateway.app.get(Challenges).open(own.gateway.store, request, own.now);
}

/** Rows of a brand and of its resident that no request of the matrix makes. */
export async function makeMailRows(own: Belongings): Promise<void> {
  const { mark, now, user } = own;
  const brandId = own.brand.id;
  const { store, gateway } = own.gateway;
  const times = { createdAt: now, modifiedAt: now };
  await store.insert(MailChannelEntity, {
    ...{ uid: uuidv7(now), brandId, urlSealed: `sealed-${mark}`, host: `${mark}.smtp.example:587` },
    ...{ fromAddress: `${mark}@from.example`, fromName: `From ${mark}`, testedAt: now, modifiedBy: null, ...times },
  });
  await store.insert(MailTemplateEntity, {
    ...{ brandId, topic: 'reset-link', locale: 'en', subject: `Subject ${mark}`, modifiedBy: null, ...times },
    ...{ html: `<p>${mark}</p><a href="{{link}}">reset</a>`, plain: `Plain ${mark} {{link}}` },
  });
  await store.insert(PasswordHistoryEntity, { brandId, userId: user.id, passwordHash: mark, replacedAt: now });
  await store.insert(SecurityQuestionEntity, {
    ...{ brandId, userId: user.id, question: `Question ${mark}`, answerHash: `answer-${mark}` },
    ...{ failures: 0, failuresSince: null, modifiedAt: now },
  });
  await store.insert(SigningKeyEntity, {
    ...{ uid: uuidv7(now), brandId, algorithm: 'none', publicJwk: { mark }, privateSealed: `private-${mark}` },
    ...{ activeFrom: now, retiredAt: now, createdAt: now },
  });
  await store.insert(ReleaseDayEntity, {
    ...{ brandId, day: 20_200_101, os: 'iOS', version: mark, activeDevices: 1, signIns: 1 },
    ...{ failedSignIns: 0, refused: 0, wouldRefuse: 0 },
  });
  // The gateway may have written one in the meantime.
  const activity = { brandId, deviceId: user.id as number as DeviceId, day: 20_200_101 };
  await store.upsert(DeviceActivityEntity, activity, ['brandId', 'deviceId']);
  const recipient = recipientOf(user);
  const notice = { topic: 'account-locked' as const, recipient, values: { at: mark } };
  await gateway.app.get(Mailer).notify(store, brandId, notice, now + 365 * DAY_MS);
  // Given up, so that no worker sends it in the middle of somebody's trial.
  await store.update(OutboxEntity, { brandId, topic: notice.topic }, { state: 'dead' });
}
