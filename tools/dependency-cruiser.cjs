// The rules of dependency-cruiser, made from the table in import-rules.cjs. They judge resolved paths;
// tools/check-dependencies.js runs them.

const { FEATURE, FEATURE_ARROWS, PLACES, ROLES, ROOMS } = require('./import-rules.cjs');

const pathOf = (names) => names.map((name) => PLACES[name]).join('|');
const packagePath = (names) => `node_modules/(${names.join('|')})/`;

/** Imports that leave no trace at run time. */
const TYPE_ONLY = ['type-only', 'type-import'];

/** Folders of src/commands that no command owns. */
const SHARED = '^src/commands/(options|results)/';

/** A pair of rules: what may be imported at all, and what of it only as a type. */
function pairOfRules(name, { from, own, to = {} }, { values, types }) {
  const known = [...own, pathOf([...values, ...types])].filter((path) => path !== '').join('|');
  const only = {
    name: `layer-${name}`,
    comment: `${name} imports only: ${[...values, ...types].join(', ') || 'itself'}`,
    severity: 'error',
    from,
    to: { path: '^src/', pathNot: known, ...to },
  };
  const typesOnly = {
    name: `layer-${name}-types`,
    comment: `${name} may import only the types of: ${types.join(', ')}`,
    severity: 'error',
    from,
    to: {
      path: pathOf(types),
      pathNot: [...own, pathOf(values)].filter((path) => path !== '').join('|'),
      dependencyTypesNot: TYPE_ONLY,
      ...to,
    },
  };
  return types.length > 0 ? [only, typesOnly] : [only];
}

function roomRules([name, room]) {
  // A definition reaches its run by import(), so that is let through.
  const to = name === 'commands' ? { dynamic: false } : {};
  const rules = pairOfRules(name, { from: { path: room.path }, own: [room.path], to }, room);
  const { packages } = room;
  if (packages === undefined) {
    return rules;
  }
  const none = packages.length === 0;
  return [
    ...rules,
    {
      name: `packages-${name}`,
      comment: none
        ? `${name} imports no package and no Node module`
        : `${name}: ${packages.join(', ')}`,
      severity: 'error',
      from: { path: room.path },
      to: none ? { pathNot: '^src/' } : { path: 'node_modules/', pathNot: packagePath(packages) },
    },
  ];
}

/** Files of a role: `run.ts` in the folder of a feature, `list.run.ts` in that of a noun. */
const roleFile = (file) => `^src/commands/.+[/.]${file}\\.ts$`;
const roleFiles = Object.values(ROLES).map(({ file }) => roleFile(file));

/** What stands in a feature; whether it is its own is the arrows' affair. */
const FEATURES = PLACES.features;

function roleRules([name, { file, ...allowed }]) {
  return pairOfRules(
    `role-${name}`,
    {
      from: { path: roleFile(file), pathNot: SHARED },
      own: [FEATURES],
      // A definition reaches its run by import().
      to: name === 'command' ? { dynamic: false } : {},
    },
    allowed,
  );
}

function arrowRule([feature, others]) {
  return {
    name: `feature-${feature}`,
    comment: `${feature} may use: ${others.join(', ')}`,
    severity: 'error',
    from: { path: `^src/commands/${feature}/` },
    to: {
      path: '^src/commands/[^/]+/',
      pathNot: `^src/commands/(${[feature, 'options', 'results', ...others].join('|')})/`,
    },
  };
}

const withArrows = Object.keys(FEATURE_ARROWS).join('|');

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
    ...Object.entries(ROOMS).flatMap(roomRules),
    ...pairOfRules(
      'feature',
      {
        from: { path: '^src/commands/([^/]+)/', pathNot: `${SHARED}|${roleFiles.join('|')}` },
        own: [FEATURES, PLACES.sandbox],
      },
      FEATURE,
    ),
    ...Object.entries(ROLES).flatMap(roleRules),
    ...Object.entries(FEATURE_ARROWS).map(arrowRule),
    {
      name: 'feature-without-arrows',
      comment: 'features use each other only along the arrows of tools/import-rules.cjs',
      severity: 'error',
      from: { path: '^src/commands/([^/]+)/', pathNot: `^src/commands/(${withArrows}|results)/` },
      to: {
        path: '^src/commands/[^/]+/',
        pathNot: '^src/commands/($1|options|results)/',
      },
    },
    {
      name: 'layer-sandbox',
      comment: 'what the sandbox shared with the product it could not test',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'packages-sandbox',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: {
        path: 'node_modules/',
        pathNot: packagePath([
          '@peculiar/asn1-[^/]+',
          'lmdb',
          'windows-iana',
          'zod',
          'write-file-atomic',
          'yaml',
        ]),
      },
    },
    {
      name: 'layer-sandbox-from-afar',
      comment: 'only the edge and the commands on the sandbox itself know that there is a sandbox',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(sandbox|cli|commands/sandbox)/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'azure-behind-services',
      comment:
        'SDK types never leave src/services; the context may hold a credential or transport type',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(services/|cli/context\\.ts$)' },
      to: { path: 'node_modules/@azure/' },
    },
    {
      name: 'commander-at-the-edge',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
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
