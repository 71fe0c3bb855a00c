import type { PushRecipient } from '../../core/push/push-recipients';
import type { ClaimedDelivery } from '../../core/pushes/delivery-queue.repository';
import type { PushOutcome } from '../../ports/push-transport.port';
import { BatchOutcome } from './batch-outcome';

const NOW = 1_900_000_000_000;
const delivery = (id: number, attempts = 0) => ({ id, attempts }) as ClaimedDelivery;
const RECIPIENT = { link: { id: 7 } } as PushRecipient;

const failed = (code: string, retryAfter: number | null = null): PushOutcome => ({
  ...{ kind: 'failed', code, message: '', retryAfter },
});

describe('BatchOutcome', () => {
  it('gathers equal ends into one statement each', () => {
    const outcome = new BatchOutcome(NOW);
    outcome.note(delivery(1), RECIPIENT, { kind: 'accepted', id: 'projects/x/messages/1' });
    outcome.obstructed(delivery(2), 'signed-out');
    outcome.obstructed(delivery(3), 'signed-out');
    outcome.note(delivery(4), RECIPIENT, failed('registration-token-not-registered'));
    outcome.note(delivery(5), RECIPIENT, failed('payload-size-limit-exceeded'));
    expect([...outcome.accepted]).toEqual([[1, 'projects/x/messages/1']]);
    expect(outcome.settlements()).toEqual([
      { ids: [2, 3], state: 'unreached', reason: 'signed-out' },
      { ids: [4], state: 'unreached', reason: 'registration-token-not-registered' },
      { ids: [5], state: 'failed', reason: 'payload-size-limit-exceeded' },
    ]);
    expect(outcome.deadTokens).toEqual([{ link: RECIPIENT.link, code: 'registration-token-not-registered' }]);
    expect([outcome.fault, outcome.pausedUntil]).toEqual([null, null]);
  });

  it('waits as long as Google asks: the whole push for the project, one device for itself', () => {
    const project = new BatchOutcome(NOW);
    project.note(delivery(1), RECIPIENT, failed('message-rate-exceeded', 120));
    expect(project.pausedUntil).toBe(NOW + 120_000);
    const device = new BatchOutcome(NOW);
    device.note(delivery(1), RECIPIENT, failed('device-message-rate-exceeded', 120));
    expect(device.pausedUntil).toBeNull();
    const [settlement] = device.settlements();
    expect(settlement).toMatchObject({ state: 'queued', reason: 'device-message-rate-exceeded' });
    expect(settlement?.nextAttemptAt).toBeGreaterThanOrEqual(NOW + 120_000);
  });

  it('gives a device up in the end, and nobody for what is wrong with the channel', () => {
    const outcome = new BatchOutcome(NOW);
    outcome.note(delivery(1, 9), RECIPIENT, failed('internal-error'));
    outcome.note(delivery(2, 500), RECIPIENT, failed('server-unavailable'));
    outcome.note(delivery(3, 500), RECIPIENT, failed('third-party-auth-error'));
    expect(outcome.settlements()).toEqual([
      { ids: [1], state: 'failed', reason: 'internal-error' },
      expect.objectContaining({ ids: [2], state: 'queued', reason: 'server-unavailable' }),
      expect.objectContaining({ ids: [3], state: 'queued', reason: 'third-party-auth-error' }),
    ]);
    expect(outcome.fault).toMatchObject({ code: 'third-party-auth-error' });
  });

  it('JFW-PSH-05: a fault that some meet holds up them alone, and one that all meet the whole push', () => {
    const some = new BatchOutcome(NOW);
    for (const id of [1, 2]) some.note(delivery(id), RECIPIENT, failed('third-party-auth-error'));
    some.note(delivery(3), RECIPIENT, { kind: 'accepted', id: 'projects/x/messages/3' });
    expect([some.isStopped, some.pausedUntil]).toEqual([false, null]);
    const [waiting] = some.settlements();
    expect(waiting).toMatchObject({ ids: [1, 2], state: 'queued' });
    expect(waiting?.nextAttemptAt).toBeGreaterThan(NOW);
    const all = new BatchOutcome(NOW);
    for (const id of [1, 2]) all.note(delivery(id), RECIPIENT, failed('mismatched-credential'));
    expect(all.isStopped).toBe(true);
    expect(all.settlements()).toEqual([
      { ids: [1, 2], state: 'queued', reason: 'mismatched-credential', nextAttemptAt: NOW },
    ]);
    const account = new BatchOutcome(NOW);
    account.note(delivery(1), RECIPIENT, { kind: 'accepted', id: 'projects/x/messages/1' });
    account.note(delivery(2), RECIPIENT, failed('authentication-error'));
    account.note(delivery(3), RECIPIENT, failed('mismatched-credential'));
    expect([account.isStopped, account.fault?.code]).toEqual([true, 'authentication-error']);
  });

  it('JFW-PSH-05: one message that Google could not take just now does not hold up the others', () => {
    const outcome = new BatchOutcome(NOW);
    outcome.note(delivery(1), RECIPIENT, { kind: 'accepted', id: 'projects/x/messages/1' });
    outcome.note(delivery(2), RECIPIENT, failed('server-unavailable', 30));
    expect(outcome.pausedUntil).toBeNull();
    expect(outcome.settlements()[0]?.nextAttemptAt).toBeGreaterThanOrEqual(NOW + 30_000);
    const down = new BatchOutcome(NOW);
    down.note(delivery(1), RECIPIENT, failed('server-unavailable', 30));
    expect(down.pausedUntil).toBe(NOW + 30_000);
  });

  it('an answer that is not there is one to wait for', () => {
    const outcome = new BatchOutcome(NOW);
    outcome.note(delivery(1), RECIPIENT, undefined);
    expect(outcome.settlements()).toEqual([expect.objectContaining({ state: 'queued', reason: 'server-unavailable' })]);
  });
});
