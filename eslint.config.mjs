import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What the house forbids, each with its alternative. The key names the ban where a file is its home. */
const BANS = {
  clock: [
    ['NewExpression[callee.name="Date"][arguments.length=0]', 'Inject Clock (src/kernel/clock.ts), or take ctx.at.'],
    ['CallExpression[callee.name="Date"]', 'Inject Clock (src/kernel/clock.ts), or take ctx.at.'],
    [
      'MemberExpression[object.name="Date"][property.name="now"]',
      'Inject Clock (src/kernel/clock.ts), or take ctx.at.',
    ],
  ],
  random: [
    [
      'MemberExpression[object.name="Math"][property.name="random"]',
      'Use src/kernel/ids.ts for ids and node:crypto for anything else: Math.random can be predicted.',
    ],
  ],
  environment: [
    [
      'MemberExpression[object.name="process"][property.name="env"]',
      'Inject the typed settings: src/config/ alone reads the environment.',
    ],
  ],
  plainError: [
    [
      'ThrowStatement > NewExpression[callee.name="Error"]',
      'Throw BrandgateError with a code of the catalogue, or an error class with a name of its own.',
    ],
  ],
  forwardRef: [
    [
      'CallExpression[callee.name="forwardRef"]',
      'Two modules that need each other share a third one: move the shared part there.',
    ],
  ],
  exportAll: [['ExportAllDeclaration', 'Import from the file that defines the thing; there are no barrels.']],
  // Constructors list what Nest injects, and that may be more; it is a sign to split the class all the same.
  parameters: [
    ['FunctionDeclaration[params.length>5]', 'Put what belongs together into an object: five parameters at most.'],
    [
      'MethodDefinition[kind!="constructor"] > FunctionExpression[params.length>5]',
      'Put what belongs together into an object: five parameters at most.',
    ],
    [
      'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>8]',
      'The class does too much: split it.',
    ],
  ],
  defaultExport: [['ExportDefaultDeclaration', 'Export by name: a thing has the same name everywhere.']],
};

/** `no-restricted-syntax` with every ban but those this place is the home of. */
const bansExcept = (...homeOf) => [
  'error',
  ...Object.entries(BANS)
    .filter(([name]) => !homeOf.includes(name))
    .flatMap(([, selectors]) => selectors.map(([selector, message]) => ({ selector, message }))),
];

/** Packages that have a home: who else needs them asks the code that lives there. */
const PACKAGE_HOMES = {
  typeorm: 'src/storage/, *.entity.ts and *.repository.ts',
  express: 'src/protocols/ and src/gate/',
  'firebase-admin': 'src/outbound/firebase/',
};

/** The framework brings multer along; nothing here takes files, and multer must not parse a body. */
const FILE_UPLOADS = {
  name: '@nestjs/platform-express',
  importNames: [
    'AnyFilesInterceptor',
    'FileFieldsInterceptor',
    'FileInterceptor',
    'FilesInterceptor',
    'MulterModule',
    'NoFilesInterceptor',
  ],
  message: 'The gateway takes no multipart bodies (SEC-DEP-01).',
};

/** `no-restricted-imports` with every package but those this place is the home of. */
const packagesExcept = (...homeOf) => [
  'error',
  {
    paths: [{ name: 'node:process', importNames: ['env'], message: BANS.environment[0][1] }, FILE_UPLOADS],
    patterns: Object.entries(PACKAGE_HOMES)
      .filter(([name]) => !homeOf.includes(name))
      .map(([name, home]) => ({ group: [name, `${name}/*`], message: `Belongs in ${home} only.` })),
  },
];

const TESTS = ['**/*.spec.ts', '**/*.e2e-spec.ts', 'test/**/*.ts', 'sdk/*/test/**/*.ts'];

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'data/', 'coverage/', 'test-report/', 'console/', 'sdk/*/dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      // `??` and `?.` count as branches here, so the limit is a little above the aim of 8.
      complexity: ['error', 11],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-restricted-syntax': bansExcept(),
      'no-restricted-imports': packagesExcept(),
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A suppression carries its reason.
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': { descriptionFormat: '^: .{10,}' } }],
      // A Nest module is a class without members.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Numbers read well in messages; objects do not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => close()` is the usual form of a callback that returns nothing.
      // Entities, DTOs and option classes are data; a literal of their shape is as good as an instance.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A method that implements a port or a Nest hook is asynchronous whether or not this one waits.
      '@typescript-eslint/require-await': 'off',
      // Interfaces hand over parameters that one implementation may not need.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  // The homes of what is banned elsewhere.
  { files: ['src/kernel/clock.ts'], rules: { 'no-restricted-syntax': bansExcept('clock') } },
  { files: ['sdk/client/src/platform.ts'], rules: { 'no-restricted-syntax': bansExcept('clock', 'random') } },
  { files: ['src/config/**/*.ts'], rules: { 'no-restricted-syntax': bansExcept('environment') } },
  {
    files: ['src/storage/**/*.ts', 'src/**/*.entity.ts', 'src/**/*.repository.ts', 'ormconfig.ts'],
    rules: { 'no-restricted-imports': packagesExcept('typeorm') },
  },
  {
    files: ['src/protocols/**/*.ts', 'src/gate/**/*.ts'],
    rules: { 'no-restricted-imports': packagesExcept('express') },
  },
  {
    files: ['src/outbound/firebase/**/*.ts'],
    rules: { 'no-restricted-imports': packagesExcept('firebase-admin') },
  },
  {
    // A migration is one long list of statements, never changed once released.
    files: ['src/storage/migrations/*.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: TESTS,
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      // Tests look into everything, and their own failures need no code of the catalogue.
      'no-restricted-imports': 'off',
      'no-restricted-syntax': bansExcept('plainError'),
      // `expect.any(…)` is `any`, and `expect(mock.method)` reads a method without calling it.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // A wrong assumption about a fixture fails the test, as it should.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // End-to-end tests run against the real time of a real gateway and choose its environment.
    files: ['test/**/*.ts'],
    rules: { 'no-restricted-syntax': bansExcept('plainError', 'clock', 'environment') },
  },
  {
    // The test runner takes the default export of these.
    files: ['test/support/*.global-*.ts'],
    rules: { 'no-restricted-syntax': bansExcept('plainError', 'environment', 'defaultExport') },
  },
  {
    // Tools and thread entries in plain JavaScript are outside of the TypeScript project.
    files: ['**/*.{js,cjs,mjs}'],
    rules: { 'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }], eqeqeq: 'error' },
  },
);
