// Who may import whom: the architecture, as one table. tools/dependency-cruiser.cjs judges resolved paths by
// it, tools/lint-imports.js makes lint's quick half of it, and docs/architecture.md shows it.

/**
 * A room of the house. `values` may be imported as such, `types` by `import type` only; a file may import its own
 * room. `packages` are the packages that it may use: none where the list is empty, any where there is no list.
 */
const ROOMS = {
  domain: { path: '^src/domain/', values: [], types: [], packages: [] },
  errors: { path: '^src/errors/', values: ['domain'], types: [], packages: [] },
  preflight: { path: '^src/preflight/', values: ['domain'], types: [], packages: [] },
  services: {
    path: '^src/services/',
    values: ['domain', 'errors', 'clock'],
    types: [],
    packages: ['@azure/[^/]+', 'p-limit', 'uuid', 'zod'],
  },
  facts: {
    path: '^src/facts/',
    values: ['domain', 'errors'],
    types: ['services', 'preflight', 'context'],
  },
  steps: {
    path: '^src/steps/(?!.*describe\\.ts$)',
    values: ['domain', 'errors', 'facts', 'clock'],
    types: ['services', 'context', 'preflight'],
  },
  // How the steps of a family read: the one part of them that has words.
  descriptions: {
    path: '^src/steps/[^/]+/describe\\.ts$',
    values: ['domain', 'output', 'steps'],
    types: ['services'],
  },
  output: {
    path: '^src/output/',
    values: ['domain', 'errors', 'clock'],
    types: ['steps', 'results', 'context'],
  },
  results: {
    path: '^src/commands/results/',
    values: ['domain', 'errors', 'steps'],
    types: ['facts', 'services', 'preflight', 'output', 'context', 'commands', 'features'],
  },
  options: {
    path: '^src/commands/options/',
    values: ['domain', 'errors', 'output', 'preflight'],
    types: ['context', 'commands'],
  },
  commands: {
    path: '^src/commands/(?!context)[^/]+\\.ts$',
    values: ['domain', 'errors', 'output', 'preflight', 'facts', 'options', 'features'],
    types: ['services', 'steps', 'results', 'clock', 'context'],
  },
};

/** Names for paths that are part of a room, or stand beside the rooms. */
const PLACES = {
  clock: '^src/clock\\.ts$',
  context: '^src/commands/context\\.ts$',
  features: '^src/commands/[^/]+/',
  cli: '^src/cli/',
  sandbox: '^src/sandbox/',
  ...Object.fromEntries(Object.entries(ROOMS).map(([name, { path }]) => [name, path])),
};

/** What every file of a feature (src/commands/<feature>/) may import, besides its own feature. */
const FEATURE = {
  values: [
    'domain',
    'errors',
    'clock',
    'preflight',
    'facts',
    'steps',
    'descriptions',
    'results',
    'options',
    'commands',
  ],
  types: ['services', 'output', 'context'],
};

/**
 * Files of a feature whose name says their role (`<file>.ts`, or `<verb>.<file>.ts`), and what their role lets them
 * import in place of what every file of a feature may.
 */
const ROLES = {
  // Declares; its run is loaded by import() when it is called.
  command: {
    file: 'command',
    values: ['options', 'commands', 'domain', 'output', 'preflight'],
    types: ['context', 'errors', 'steps'],
  },
  // Decide without Azure, the clock or a screen.
  pure: {
    file: '(?:decide|plan|rules)',
    values: ['domain', 'errors', 'preflight', 'steps'],
    types: ['facts', 'context', 'commands'],
  },
  result: {
    file: 'result',
    values: ['domain', 'results', 'steps'],
    types: [],
  },
  view: {
    file: 'view',
    values: ['domain', 'output', 'descriptions'],
    types: ['results', 'steps'],
  },
  describe: {
    file: 'describe',
    values: ['domain', 'output', 'steps'],
    types: ['services'],
  },
};

/** Which feature may use which other one. The arrows have no circle. */
const FEATURE_ARROWS = {
  enable: ['grant-access', 'policy'],
  drill: ['restore', 'keys', 'recovery-points', 'jobs'],
  restore: ['keys', 'recovery-points', 'jobs'],
  'restore-keys': ['keys'],
  'audit-keys': ['keys'],
  keys: ['recovery-points'],
  'recovery-points': ['policy'],
  'backup-now': ['jobs'],
  retirement: ['audit-keys', 'policy'],
  metrics: ['status', 'drill'],
  gate: ['status', 'retirement', 'audit-keys', 'drill'],
  report: [
    'status',
    'gate',
    'drill',
    'retirement',
    'audit-keys',
    'jobs',
    'policy',
    'recovery-points',
  ],
};

module.exports = { ROOMS, PLACES, FEATURE, ROLES, FEATURE_ARROWS };
