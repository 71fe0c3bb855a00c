const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|[a-z0-9-]+\.localhost)$/;

/** What is wrong with an own origin, or null. Plain http would send keys in the clear, so only loopback has it (REL-14). */
export function flawOfPublicUrl(value: string): string | null {
  if (!URL.canParse(value)) return 'an absolute URL such as https://auth.example.com';
  const url = new URL(value);
  if (url.username || url.password || url.pathname !== '/' || url.search || url.hash) {
    return 'an origin without user, path, query or fragment';
  }
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  return secure ? null : 'https://…, or http:// on a loopback host';
}
