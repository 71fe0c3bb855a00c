import { Injectable } from '@nestjs/common';
import { FAREWELL } from '../core/farewells/farewells';
import type { QueuedMail } from '../core/mail/mailer';
import type { OutboxHandler, OutboxOutcome, OutboxTask } from '../core/outbox/outbox-task';
import { PUSH } from '../core/pushes/queued-push';
import { DeliverFarewellFlow } from '../flows/deliver-farewell/deliver-farewell.flow';
import { DeliverMailFlow } from '../flows/deliver-mail/deliver-mail.flow';
import { DeliverPushFlow } from '../flows/deliver-push/deliver-push.flow';
import type { OutboxHandlers } from '../flows/drain-outbox/drain-outbox.flow';
import { OpenRegistrationFlow } from '../flows/request-registration/open-registration.flow';
import { REGISTRATION_JOB } from '../flows/request-registration/request-registration.flow';
import { RESET_JOB } from '../flows/request-reset/request-reset.flow';
import { SendResetFlow } from '../flows/request-reset/send-reset.flow';
import { VERIFICATION_JOB } from '../flows/verify-email/request-verification.flow';
import { SendVerificationFlow } from '../flows/verify-email/send-verification.flow';

/** Who does which things of the outbox: mails by their kind, everything else by its topic. */
@Injectable()
export class OutboxHandling {
  readonly handlers: OutboxHandlers;
  private readonly byTopic: Readonly<Record<string, OutboxHandler>>;

  constructor(
    deliverMail: DeliverMailFlow,
    deliverPush: DeliverPushFlow,
    deliverFarewell: DeliverFarewellFlow,
    sendReset: SendResetFlow,
    sendVerification: SendVerificationFlow,
    openRegistration: OpenRegistrationFlow,
  ) {
    this.byTopic = {
      [PUSH]: (task) => deliverPush.run(task),
      [FAREWELL]: (task) => deliverFarewell.run(task),
      [RESET_JOB]: (task) => sendReset.run(task),
      [VERIFICATION_JOB]: (task) => sendVerification.run(task),
      [REGISTRATION_JOB]: (task) => openRegistration.run(task),
    };
    this.handlers = {
      mail: ({ row, payload }) => deliverMail.run(row, payload as unknown as QueuedMail),
      push: (task) => this.ofTopic(task),
      job: (task) => this.ofTopic(task),
    };
  }

  private ofTopic(task: OutboxTask): Promise<OutboxOutcome> {
    const handler = this.byTopic[task.row.topic];
    return handler ? handler(task) : Promise.resolve({ kind: 'never', error: 'Nobody does things of this name.' });
  }
}
