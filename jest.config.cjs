/** What every project shares. */
const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': '@swc/jest' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/sdk/[^/]+/dist/'],
  // What is loaded late names the file as it is when it is compiled.
  moduleNameMapper: { '^(\\.{1,2}/(?:[a-z-]+/)*(?:[a-z-]+\\.command|open-installation|serve))\\.js$': '$1' },
};

/** The engines run the very same files; only the set-up file differs. */
const onEngines = ['<rootDir>/test/**/*.e2e-spec.ts', '<rootDir>/test/schema/**/*.spec.ts'];

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/sdk/*/src/**/*.spec.ts',
        '<rootDir>/sdk/*/test/**/*.spec.ts',
        '<rootDir>/test/{contracts,dependencies,isolation}/**/*.spec.ts',
      ],
    },
    {
      ...base,
      displayName: 'sqlite',
      testMatch: onEngines,
      setupFiles: ['<rootDir>/test/support/engine-sqlite.cjs'],
    },
    {
      ...base,
      displayName: 'mariadb',
      testMatch: onEngines,
      setupFiles: ['<rootDir>/test/support/engine-mariadb.cjs'],
      // Here and not at the top: a run that selects no test of this project starts no server.
      globalSetup: '<rootDir>/test/support/mariadb.global-setup.ts',
      globalTeardown: '<rootDir>/test/support/mariadb.global-teardown.ts',
    },
  ],
  maxWorkers: 2,
  // A worker that has run many suites grows, and collects garbage instead of running the next one.
  workerIdleMemoryLimit: '1200MB',
  // Here: a project's own is ignored.
  testTimeout: 30_000,
  reporters: [
    'default',
    '<rootDir>/test/support/openapi-coverage.reporter.cjs',
    '<rootDir>/test/support/engine-count.reporter.cjs',
  ],
};
