import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import type { PushRoute } from '../../ports/push-transport.port';

/** A connection that says nothing for this long is given up, while it is made as well. */
const SILENCE_MS = 10_000;
const OPTIONS: AgentOptions = { keepAlive: true, maxSockets: 50, timeout: SILENCE_MS };

/**
 * Connections to Google's hosts. With a route they are dialled there, under Google's names and with the route's
 * authority: what is sent is the same.
 */
export class GoogleAgent extends Agent {
  constructor(private readonly route: PushRoute | null) {
    super(OPTIONS);
  }

  override createConnection(
    options: ConnectionOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    const { route } = this;
    if (route === null) return super.createConnection(options, callback);
    const servername = options.servername ?? options.host ?? '';
    const { host, port, authority } = route;
    return connect({ ...options, host, port, servername, ...(authority === null ? {} : { ca: authority }) });
  }
}
