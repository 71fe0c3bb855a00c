/** ISO 8601 in UTC, to the second. @param instant epoch ms */
export function instantText(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
