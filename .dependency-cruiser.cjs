/**
 * Who may import whom (docs/architecture.md, section 2). Every rule is made from the lists below.
 * `may` holds the beginnings of paths below src/, and a file may always import its own layer,
 * unless the rules for siblings and nouns forbid it.
 */
const LAYERS = [
  // Of storage the wire sees the connection's state and errors: for readiness, and to tell 503 from 500.
  {
    path: 'protocols/wire/',
    may: ['protocols/', 'flows/', 'gate/', 'core/', 'ports/', 'storage/database', 'config/', 'kernel/'],
  },
  {
    path: 'protocols/(?!wire/)',
    name: 'protocols',
    may: ['protocols/', 'flows/', 'gate/', 'core/', 'ports/', 'config/', 'kernel/'],
  },
  { path: 'workers/', may: ['flows/', 'core/', 'ports/', 'config/', 'kernel/'] },
  { path: 'gate/', may: ['core/', 'ports/', 'storage/database', 'config/', 'kernel/'] },
  { path: 'flows/', may: ['core/', 'ports/', 'storage/database', 'config/', 'kernel/'] },
  { path: 'core/', may: ['ports/', 'storage/', 'config/', 'kernel/'] },
  { path: 'outbound/', may: ['ports/', 'config/', 'kernel/'] },
  { path: 'ports/', may: ['kernel/'] },
  { path: 'storage/', may: ['config/', 'kernel/'] },
  { path: 'config/', may: ['kernel/'] },
  { path: 'kernel/', may: [] },
];

/** The composition roots, which may import everything and which nothing imports. */
const ROOTS = ['main\\.ts$', 'gateway\\.ts$', '(app|foundations)\\.module\\.ts$', 'cli/'];

/** Each noun may import the ranks before its own; nouns of one rank do not know each other. */
const NOUN_RANKS = [
  ['brands'],
  ['apps', 'services', 'mail', 'signing-keys', 'farewells'],
  ['roles'],
  ['users'],
  ['auth-keys'],
  ['devices', 'challenges', 'security-questions', 'session-tokens'],
  ['passwords', 'releases', 'push'],
  ['statistics', 'pushes'],
  ['key-ring'],
];

/** Nouns that every other noun may import, and which import none. */
const LEAF_NOUNS = ['audit', 'revocations', 'gateway-settings', 'numbers', 'refusals', 'outbox'];

/** What the kernel may use beside Node's own modules. */
const KERNEL_PACKAGES = ['bcryptjs', 'piscina', 'lru-cache'];

const below = (paths) => `^src/(${paths.join('|')})`;
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layerRules = LAYERS.map(({ path, may, name }) =>
  forbid(
    `layer-${name ?? path.slice(0, -1)}`,
    `src/${path} may import: ${may.join(', ') || 'nothing'} (and itself)`,
    { path: below([path]) },
    // Folders that do not know each other have rules of their own below.
    { path: '^(src/|ormconfig)', pathNot: below([path, ...may]) },
  ),
);

const siblingRules = ['protocols', 'flows'].map((layer) =>
  forbid(
    `no-sibling-${layer}`,
    `a folder of src/${layer}/ never imports another one: what both need moves down`,
    { path: `^src/${layer}/([^/]+)/` },
    // What all dialects stand on: the HTTP server, its front door, its errors.
    { path: `^src/${layer}/`, pathNot: [`^src/${layer}/$1/`, '^src/protocols/wire/'] },
  ),
);

const nounRules = NOUN_RANKS.flatMap((rank, index) => {
  const earlier = NOUN_RANKS.slice(0, index).flat();
  return rank.map((noun) =>
    forbid(
      `noun-${noun}`,
      `core/${noun} may import these nouns only: ${[...earlier, ...LEAF_NOUNS].join(', ')}`,
      { path: `^src/core/${noun}/` },
      { path: '^src/core/', pathNot: `^src/core/(${[noun, ...earlier, ...LEAF_NOUNS].join('|')})/` },
    ),
  );
});

const otherNounRules = [
  forbid(
    'noun-leaf',
    'a leaf imports no other noun',
    { path: `^src/core/(${LEAF_NOUNS.join('|')})/` },
    { path: '^src/core/', pathNot: '^src/core/$1/' },
  ),
  forbid(
    'noun-without-rank',
    'a noun without a rank imports leaves only: give it a rank in .dependency-cruiser.cjs',
    { path: '^src/core/([^/]+)/', pathNot: `^src/core/(${[...NOUN_RANKS.flat(), ...LEAF_NOUNS].join('|')})/` },
    { path: '^src/core/', pathNot: `^src/core/($1|${LEAF_NOUNS.join('|')})/` },
  ),
];

const externalRules = [
  forbid(
    'kernel-is-plain',
    `src/kernel/ uses Node's own modules and ${KERNEL_PACKAGES.join(', ')} only`,
    { path: '^src/kernel/' },
    { path: 'node_modules/', pathNot: `node_modules/(@types/)?(node|${KERNEL_PACKAGES.join('|')})/` },
  ),
  forbid(
    'migrations-are-frozen',
    'a migration imports typeorm alone: it must do the same for ever',
    { path: '^src/storage/migrations/' },
    { pathNot: 'node_modules/typeorm/' },
  ),
];

const sdkRules = [
  forbid(
    'sdk-client-stands-alone',
    'sdk/client/ runs on phones and in browsers: it imports itself alone, no package and nothing of Node',
    { path: '^sdk/client/src/' },
    { pathNot: '^sdk/client/src/' },
  ),
];

const shapeRules = [
  forbid('no-circular', 'two files that need each other share a third thing', {}, { circular: true }),
  forbid(
    'no-orphans',
    'nothing imports this file',
    {
      orphan: true,
      path: '^src/',
      pathNot: [below(['main\\.ts$', 'cli/main\\.ts$', 'storage/migrations/']), '\\.worker\\.cjs$', '\\.d\\.ts$'],
    },
    {},
  ),
  forbid(
    'every-folder-has-a-layer',
    'the map in docs/architecture.md does not know this folder',
    { path: '^src/', pathNot: below([...ROOTS, ...LAYERS.map(({ path }) => path)]) },
    {},
  ),
  forbid('no-barrels', 'import the file that defines the thing', {}, { path: '^src/.*/index\\.ts$' }),
  forbid(
    'folders-say-what-they-hold',
    'a thing has a name',
    {},
    { path: '/(utils|helpers|common|shared)/', pathNot: 'node_modules/' },
  ),
  forbid(
    'no-undeclared-packages',
    'declare it in package.json',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  forbid('no-unresolvable', 'this import leads nowhere', {}, { couldNotResolve: true }),
  forbid(
    'no-development-packages',
    'production does not have devDependencies',
    { path: '^(src/|ormconfig)' },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...siblingRules,
    ...nounRules,
    ...otherNounRules,
    ...externalRules,
    ...sdkRules,
    ...shapeRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsConfig: { fileName: 'tsconfig.json' },
    // An import of a type ties two files together like any other.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
