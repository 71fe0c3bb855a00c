import { createHmac } from 'node:crypto';
import { formatKey, type KeyKind } from './key-text';

const LABEL = 'brandgate.refresh.v1';

function successorKey(subKey: Buffer, parent: string, kind: KeyKind): string {
  return formatKey(kind, createHmac('sha256', subKey).update(`${LABEL}\n${kind}\n${parent}`).digest());
}

/**
 * The key pair that follows the refresh key `parent` (JFW-REF-05). Derived, not stored: the same parent under the same
 * 32-byte sub-key `refresh` always gives the same pair, so a lost answer can be repeated byte for byte.
 */
export function deriveSuccessor(subKey: Buffer, parent: string): { authKey: string; refreshKey: string } {
  return { authKey: successorKey(subKey, parent, 'auth'), refreshKey: successorKey(subKey, parent, 'refresh') };
}
