import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A real mail server that remembers when it took which mail on. */
export async function startMailServer() {
  const byMessageId = new Map();
  const byRecipient = new Map();
  let waiting = [];
  const server = new SMTPServer({
    ...{ logger: false, authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], disableReverseLookup: true },
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (chunk) => (text += chunk));
      stream.on('end', () => {
        const id = /^Message-ID: <([^>]+)>/im.exec(text)?.[1] ?? '';
        const [{ address }] = session.envelope.rcptTo;
        byMessageId.set(id, [...(byMessageId.get(id) ?? []), Date.now()]);
        byRecipient.set(address, (byRecipient.get(address) ?? new Set()).add(id));
        done(null);
        // The 250 is on its way by now.
        setImmediate(() => {
          for (const waiter of waiting) waiter.left -= 1;
          for (const { left, tell } of waiting) if (left <= 0) tell();
          waiting = waiting.filter(({ left }) => left > 0);
        });
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    byMessageId,
    byRecipient,
    port: server.server.address().port,
    /** Right after this many mails were taken on from now, or after `ms`. */
    nextAcceptance: (count, ms) =>
      new Promise((tell) => {
        waiting.push({ left: count, tell });
        setTimeout(tell, ms);
      }),
    close: () => new Promise((closed) => server.close(closed)),
  };
}
