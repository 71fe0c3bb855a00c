/** What every answer of a dialect carries, whatever it says: names and values in turn (SEC-WEB-04). */
export function fixedHeaders(isSecure: boolean): string[] {
  return [
    ...['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'no-store', 'Vary', 'Brand-URL, Origin'],
    ...['X-Content-Type-Options', 'nosniff', 'Referrer-Policy', 'no-referrer'],
    ...['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
    ...(isSecure ? ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'] : []),
  ];
}
