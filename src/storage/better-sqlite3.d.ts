// The package brings no types; this is what backups use of it.
declare module 'better-sqlite3' {
  class Database {
    constructor(path: string, options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number });
    /** Copies the whole database, while others use it. */
    backup(path: string, options: { progress: () => number }): Promise<unknown>;
    pragma(text: string, options?: { simple?: boolean }): unknown;
    exec(statements: string): this;
    close(): this;
  }
  export = Database;
}
