import type { Cell } from '../shell/table';

/** An event as people read it, from the reader or from an export. */
export interface ReadableEvent {
  readonly date: string;
  readonly event: string;
  readonly actor: { readonly id: string; readonly username: string | null } | null;
  readonly target: { readonly type: string; readonly id: string | null } | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export const EVENT_HEAD = ['WHEN', 'EVENT', 'BY', 'TARGET', 'FROM', 'DETAILS'];

/** Cells below `EVENT_HEAD`; who is unknown is told by what they came with. */
export function eventCells({ date, event, actor, target, address, userAgent, details }: ReadableEvent): Cell[] {
  const by = actor === null ? (address === null ? userAgent : null) : (actor.username ?? actor.id);
  const on = target === null ? null : `${target.type} ${target.id ?? '?'}`;
  const more = Object.keys(details).length === 0 ? null : JSON.stringify(details);
  return [date, event, by, on, address, more];
}
