// Writes .oxlint-imports.json, which .eslintrc.json extends: lint's quick half of tools/import-rules.cjs, the one
// that an editor shows. It looks at the written path and cannot tell import() from import, so it knows the top
// folders of src alone; the dependency check holds the rules in full. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'oxfmt';

const require = createRequire(import.meta.url);
const { FEATURE, ROOMS } = require('./import-rules.cjs');

const FILE = '.oxlint-imports.json';
/** Folders of src, by the rooms in them; what is finer than a folder is the dependency check's affair. */
const FOLDERS = {
  domain: ['domain'],
  errors: ['errors'],
  preflight: ['preflight'],
  services: ['services'],
  facts: ['facts'],
  steps: ['steps', 'descriptions'],
  output: ['output'],
  commands: ['commands', 'results', 'options', 'features', 'context'],
  sandbox: ['sandbox'],
  cli: ['cli'],
};

/** Written paths into these folders. */
const pattern = (folders) => `^(\\.\\./)+(${folders.join('|')})/`;
const touches = (names, folder) => FOLDERS[folder].some((room) => names.includes(room));

/** One override: what files of a folder may not import, and what only as a type. */
function override(files, own, { values, types, packages }) {
  const others = Object.keys(FOLDERS).filter((folder) => !own.includes(folder));
  const only = others.filter((folder) => !touches(values, folder));
  const forbidden = only.filter((folder) => !touches(types, folder));
  const typesOnly = only.filter((folder) => touches(types, folder));
  const sdk = packages?.some((name) => name.startsWith('@azure')) === true ? [] : ['^@azure/'];
  const outside = packages?.length === 0 ? ['^[^.]'] : [...sdk, '^commander$', '^node:timers'];
  const patterns = [
    {
      regex: [...outside, pattern(forbidden)].join('|'),
      message: `imports only: ${[...own, ...values, ...types].join(', ')}`,
    },
    ...(typesOnly.length === 0
      ? []
      : [
          {
            regex: pattern(typesOnly),
            allowTypeImports: true,
            message: `import only the types of: ${typesOnly.join(', ')}`,
          },
        ]),
  ];
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

const rooms = ['domain', 'errors', 'preflight', 'services', 'facts', 'output'].map((name) =>
  override([`src/${name}/**`], [name], ROOMS[name]),
);
const { values, types, packages } = ROOMS.steps;
const steps = override(['src/steps/**'], ['steps'], {
  values: [...values, 'output'],
  types,
  ...(packages === undefined ? {} : { packages }),
});
const commands = override(['src/commands/**'], ['commands'], {
  values: [...FEATURE.values, 'output', 'sandbox'],
  types: FEATURE.types,
});
const sandbox = override(['src/sandbox/**'], ['sandbox'], { values: [], types: [] });

const written = JSON.stringify({ overrides: [...rooms, steps, commands, sandbox] });
const { code: text } = await format(FILE, written, { printWidth: 100 });
if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) {
    console.error(`${FILE} is not what tools/import-rules.cjs says: node tools/lint-imports.js`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, text);
}
