// Runs dependency-cruiser twice: on everything, and on what loads before a command is chosen.
// It counts modules too, because a cruiser that sees no module reports no violation.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const require = createRequire(import.meta.url);
const { options, forbidden } = require('./dependency-cruiser.cjs');

/** What every start pays for: these may reach an SDK, zod, a run or the sandbox by import() only. */
const START_UP = {
  name: 'start-up-is-light',
  comment: 'loaded by --version and --help: reach it with import()',
  severity: 'error',
  from: { path: '^src/(cli/(main|program|context)\\.ts$|commands/([^/]+\\.ts$|.*command\\.ts$))' },
  to: {
    path: 'node_modules/(@azure|@clack|yaml|zod)/|^src/(sandbox/|commands/.*run\\.ts$)',
    reachable: true,
  },
};

/** @param {string} name @param {object} overrides @param {object[]} rules */
async function judge(name, overrides, rules) {
  const { output } = await cruise(
    ['src'],
    { ...options, ...overrides, validate: true, ruleSet: { forbidden: rules } },
    undefined,
    { tsConfig: extractTsConfig('tsconfig.json') },
  );
  if (typeof output === 'string') {
    throw new TypeError('dependency-cruiser was asked for its result, not for a report');
  }
  const seen = output.modules.filter(({ source }) => source.startsWith('src/')).length;
  for (const { from, to, rule, cycle, via } of output.summary.violations) {
    const path = (cycle ?? via ?? [{ name: to }]).map((step) => step.name).join(' -> ');
    console.error(`error ${rule.name}: ${from} -> ${path}`);
  }
  console.log(`${name}: ${seen} modules, ${output.summary.violations.length} violations`);
  return { seen, failed: output.summary.error > 0 };
}

const expected = readdirSync('src', { recursive: true }).filter((file) =>
  String(file).endsWith('.ts'),
).length;
const all = await judge('layers', {}, forbidden);
const startUp = await judge(
  'start-up',
  { tsPreCompilationDeps: false, exclude: { dynamic: true } },
  [START_UP],
);

const blind = expected === 0 || all.seen < expected || startUp.seen < expected;
if (blind) {
  console.error(`error module-count: src has ${expected} modules`);
}
process.exitCode = blind || all.failed || startUp.failed ? 1 : 0;
