// Who may import whom, judged on resolved paths. tools/check-dependencies.js runs it; lint holds the
// quick half of the same rules (.eslintrc.json).

/** What each layer may import with a value, and what only as a type. The table is the architecture. */
const LAYERS = {
  domain: { values: [], types: [] },
  errors: { values: ['domain'], types: [] },
  preflight: { values: ['domain'], types: [] },
  plans: { values: ['domain'], types: ['preflight'] },
  services: { values: ['domain', 'errors', 'clock'], types: [] },
  engine: {
    values: ['domain', 'errors', 'clock'],
    types: ['preflight', 'plans', 'services', 'context'],
  },
  output: {
    values: ['domain', 'errors', 'clock'],
    types: ['preflight', 'plans', 'services', 'engine', 'context'],
  },
  workflows: {
    values: ['domain', 'errors', 'clock', 'preflight', 'plans', 'engine'],
    types: ['services', 'output', 'context'],
  },
  commands: {
    values: ['domain', 'errors', 'output'],
    types: ['preflight', 'plans', 'engine', 'services', 'workflows', 'context'],
  },
};

/** Packages of each layer. A layer without a line may use any package that no other rule withholds. */
const PACKAGES = {
  domain: [],
  preflight: [],
  plans: [],
  errors: [],
  services: ['@azure/[^/]+', 'uuid', 'zod'],
  sandbox: ['hono', '@peculiar/asn1-[^/]+', 'windows-iana', 'zod', 'write-file-atomic', 'yaml'],
};

const srcPath = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;
const packagePath = (names) => `node_modules/(${names.join('|')})/`;

/** Their subject is the sandbox itself, so they alone among the workflows may import it. */
const SANDBOX_WORKFLOWS = '^src/workflows/sandbox';

/** Imports that leave no trace at run time. */
const TYPE_ONLY = ['type-only', 'type-import'];

function layerRules([layer, { values, types }]) {
  const from = { path: `^src/${layer}/` };
  const known = [layer, ...values, ...types];
  const only = {
    name: `layer-${layer}`,
    comment: `${layer} imports only: ${known.join(', ')}`,
    severity: 'error',
    from: layer === 'workflows' ? { ...from, pathNot: SANDBOX_WORKFLOWS } : from,
    to: { path: '^src/', pathNot: srcPath(known) },
  };
  const typesOnly = {
    name: `layer-${layer}-types`,
    comment: `${layer} may import only the types of: ${types.join(', ')}`,
    severity: 'error',
    from,
    // A command reaches its workflow by import(), so a dynamic import is let through there.
    to: {
      path: srcPath(types),
      dependencyTypesNot: TYPE_ONLY,
      ...(layer === 'commands' ? { dynamic: false } : {}),
    },
  };
  return types.length > 0 ? [only, typesOnly] : [only];
}

function packageRule([layer, names]) {
  const none = names.length === 0;
  return {
    name: `packages-${layer}`,
    comment: none
      ? `${layer} imports no package and no Node module`
      : `${layer}: ${names.join(', ')}`,
    severity: 'error',
    from: { path: `^src/${layer}/` },
    to: none ? { pathNot: '^src/' } : { path: 'node_modules/', pathNot: packagePath(names) },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: TYPE_ONLY } },
    },
    {
      name: 'no-orphan',
      comment: 'a module that nothing imports and that imports nothing is left over',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.d\\.ts$', orphan: true },
      to: {},
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-deprecated-node',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['deprecated'] },
    },
    ...Object.entries(LAYERS).flatMap(layerRules),
    ...Object.entries(PACKAGES).map(packageRule),
    {
      name: 'layer-sandbox',
      comment: 'what the sandbox shared with the product it could not test',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'layer-sandbox-from-afar',
      comment:
        'only the context, the connection that it uses and the host know that there is a sandbox',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: `^src/(sandbox/|(cli|program|context|sandbox-connection|host)\\.ts$)|${SANDBOX_WORKFLOWS}`,
      },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'azure-behind-services',
      comment:
        'SDK types never leave src/services; the context may hold a credential or transport type',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(services/|context\\.ts$)' },
      to: { path: 'node_modules/@azure/' },
    },
    {
      name: 'commander-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli|program)\\.ts$' },
      to: { path: 'node_modules/commander/' },
    },
    {
      name: 'src-imports-no-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|tools)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count as dependencies, marked as such: a layer is also what it may know.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
