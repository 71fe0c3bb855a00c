import type { Arrival } from '../../gate/arrival';
import type { Passage } from '../../gate/passage';
import type { ResourcePath } from './resource-path';

/** What a request of this dialect says of itself. */
export interface DreamFactoryArrival extends Arrival {
  readonly apiKey: string | undefined;
  readonly token: string | undefined;
  /** Whether the token is looked at; most ways to a new password take none (DF-PWD-01). */
  readonly isTokenRead: boolean;
  /** In capitals, after tunnelling. */
  readonly verb: string;
  readonly resource: ResourcePath;
}

/** The arrival of a passage through this dialect's own gate. */
export function arrivalOf({ arrival }: Passage): DreamFactoryArrival {
  if (arrival.dialect !== 'dreamfactory') throw new TypeError('the request came in another dialect');
  return arrival as DreamFactoryArrival;
}
