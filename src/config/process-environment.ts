/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Those of this process. The typed settings are read from them; the command line hands them on. */
export function processEnvironment(): Environment {
  return process.env;
}
