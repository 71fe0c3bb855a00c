import type { Request } from 'express';
import type { Gate } from './gate';
import type { Passage } from './passage';

const PASSAGE = Symbol('brandgate.passage');

/** A request's passage and the gate it goes through. */
export interface Admission {
  readonly gate: Gate;
  readonly passage: Passage;
}

interface Carrier {
  [PASSAGE]?: Admission;
}

export function attachPassage(request: Request, admission: Admission): void {
  (request as Carrier)[PASSAGE] = admission;
}

export function findPassage(request: Request): Admission | undefined {
  return (request as Carrier)[PASSAGE];
}

/** The passage of a guarded request. */
export function passageOf(request: Request): Admission {
  const admission = findPassage(request);
  if (!admission) throw new TypeError('the request has not come through the gate');
  return admission;
}
