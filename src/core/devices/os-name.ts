/** The operating system as it is stored (JFW-HDR-07): `iOS` and `Android` in one spelling, anything else as sent. */
export function normaliseOsName(text: string): string {
  const folded = text.toLowerCase();
  if (folded === 'ios') return 'iOS';
  return folded === 'android' ? 'Android' : text;
}
