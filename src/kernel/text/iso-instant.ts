const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The form that is read, for messages. */
export const INSTANT_FORM = 'a time of the form 2030-01-31T23:59:59Z';

/** ISO 8601 with an offset (JFW-FMT-02), in epoch ms; null when it is none, or a day that the calendar does not have. */
export function parseIsoInstant(text: string): number | null {
  const at = Date.parse(text);
  const day = INSTANT.exec(text)?.[1];
  // Date.parse carries 31 February over to March.
  const isReal = day !== undefined && !Number.isNaN(at) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  return isReal ? at : null;
}
