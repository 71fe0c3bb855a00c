import type { Explanation } from '../../../flows/explain-refusal/explain-refusal.flow';
import { instant } from './instant';

/** Why a request was refused, step by step. */
export function refusalView(explanation: Explanation) {
  const { correlationId, happenedAt, brand, dialect, method, route, status, code, steps } = explanation;
  const { userUid, sessionUid, address } = explanation;
  return {
    correlationId,
    date: instant(happenedAt),
    brand: brand === null ? null : { id: brand.uid, code: brand.code },
    ...{ dialect, method, route, status, code },
    userId: userUid,
    authKeyId: sessionUid,
    address,
    steps: steps.map(({ name, outcome, reason }) => ({ name, outcome, reason })),
  };
}
