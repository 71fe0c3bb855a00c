import { BrandDirectory } from '../../core/brands/brand-directory';
import { MailRenderer } from '../../core/mail/mail-renderer';
import type { QueuedMail } from '../../core/mail/mailer';
import type { OutboxEntity } from '../../core/outbox/outbox.entity';
import { Outbox } from '../../core/outbox/outbox';
import type { OpenInstallation } from '../shell/open-installation';

const instantOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A row as operators see it, without what it holds. */
export async function outboxRowView(installation: OpenInstallation, row: OutboxEntity) {
  const brand = await installation.get(BrandDirectory).findById(row.brandId);
  const { uid, kind, topic, state, attempts, lastError } = row;
  return {
    ...{ id: uid, brand: brand?.code ?? null, kind, topic, state, attempts, lastError },
    created: instantOf(row.createdAt),
    nextAttempt: state === 'queued' ? instantOf(row.nextAttemptAt) : null,
    finished: instantOf(row.finishedAt),
    expires: instantOf(row.expiresAt),
  };
}

/** The mail as it would be sent now; null when its text is gone, or it is no mail. */
export async function outboxMailView(installation: OpenInstallation, row: OutboxEntity) {
  const brand = await installation.get(BrandDirectory).findById(row.brandId);
  const payload = row.kind === 'mail' ? installation.get(Outbox).open(row) : null;
  if (!brand || payload === null) return null;
  const mail = payload as unknown as QueuedMail;
  const { subject, text } = await installation.get(MailRenderer).render(brand, row.topic, mail);
  return { to: mail.recipient.address, subject, text };
}
