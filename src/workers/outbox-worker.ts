import { Injectable } from '@nestjs/common';
import type { QueuedMail } from '../core/mail/mailer';
import { DeliverMailFlow } from '../flows/deliver-mail/deliver-mail.flow';
import { DrainOutboxFlow, type OutboxHandlers } from '../flows/drain-outbox/drain-outbox.flow';
import type { OutboxHandler } from '../core/outbox/outbox-task';
import { OpenRegistrationFlow } from '../flows/request-registration/open-registration.flow';
import { REGISTRATION_JOB } from '../flows/request-registration/request-registration.flow';
import { RESET_JOB } from '../flows/request-reset/request-reset.flow';
import { SendResetFlow } from '../flows/request-reset/send-reset.flow';
import { VERIFICATION_JOB } from '../flows/verify-email/request-verification.flow';
import { SendVerificationFlow } from '../flows/verify-email/send-verification.flow';
import { Clock } from '../kernel/clock';

/** Does what the outbox holds: mails, and work that must not be seen in the time of an answer. */
@Injectable()
export class OutboxWorker {
  /** By topic. */
  private readonly jobs: Readonly<Record<string, OutboxHandler>>;
  private readonly handlers: OutboxHandlers;

  constructor(
    private readonly drain: DrainOutboxFlow,
    private readonly clock: Clock,
    deliverMail: DeliverMailFlow,
    sendReset: SendResetFlow,
    sendVerification: SendVerificationFlow,
    openRegistration: OpenRegistrationFlow,
  ) {
    this.jobs = {
      [RESET_JOB]: (task) => sendReset.run(task),
      [VERIFICATION_JOB]: (task) => sendVerification.run(task),
      [REGISTRATION_JOB]: (task) => openRegistration.run(task),
    };
    this.handlers = {
      mail: ({ row, payload }) => deliverMail.run(row, payload as unknown as QueuedMail),
      job: (task) => {
        const job = this.jobs[task.row.topic];
        return job ? job(task) : Promise.resolve({ kind: 'never', error: 'Nobody does jobs of this name.' });
      },
    };
  }

  /** Until nothing is due. */
  async run(): Promise<void> {
    for (;;) {
      if ((await this.drain.run(this.handlers, this.clock.now())) === 0) return;
    }
  }
}
