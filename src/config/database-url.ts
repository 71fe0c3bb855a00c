/** Where the rows are: a file (or memory) of the embedded engine, or a server. */
export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'server';
      readonly host: string;
      readonly port: number;
      readonly username: string;
      readonly password: string;
      readonly database: string;
      /** Unix socket; wins over host and port. */
      readonly socketPath: string | undefined;
    };

/**
 * Reads `DATABASE_URL`. `mysql` and `mariadb` are the same here: the server's own version says which of them it is.
 * A server may be reached over a Unix socket by `?socketPath=/path`.
 */
export function parseDatabaseUrl(text: string): DatabaseTarget | null {
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length);
    return path === '' ? null : { kind: 'sqlite', path };
  }
  if (!/^(mysql|mariadb):\/\//.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (database === '' || url.host === '' || url.host.includes(',')) return null;
  return {
    kind: 'server',
    host: url.hostname,
    port: url.port === '' ? 3306 : Number(url.port),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
    socketPath: url.searchParams.get('socketPath') ?? undefined,
  };
}
