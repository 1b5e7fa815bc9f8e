// docs/architecture.md: who may import whom, as the gates have it.

import rules from '../import-rules.cjs';
import type { Parts } from './generated-parts.js';
import { code, paragraphs, table } from './markdown.js';

/** The generated parts of the page. */
export const architectureParts: Parts = { 'import-rules': importRules };

const HEADS = ['', 'files', 'may import', 'only types of'];

function importRules(): string {
  const rooms = Object.entries(rules.ROOMS).map(([name, room]) =>
    row(name, code(pathOf(room.path)), room),
  );
  const roles = Object.entries(rules.ROLES).map(([name, role]) =>
    row(name, filesOf(role.file), role),
  );
  return paragraphs(
    table(HEADS, rooms),
    'In the folder of a feature, `src/commands/FEATURE`, by the role of the file:',
    table(HEADS, [...roles, row('any other', 'such as `run.ts`, `report.ts`', rules.FEATURE)]),
    'A feature may use another one only along these arrows:',
    table(
      ['feature', 'may use'],
      Object.entries(rules.FEATURE_ARROWS).map(([feature, others]) => [
        code(feature),
        list(others),
      ]),
    ),
  );
}

function row(
  name: string,
  files: string,
  { values, types }: { readonly values: readonly string[]; readonly types: readonly string[] },
): readonly string[] {
  return [name, files, list(values), list(types)];
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '-' : names.join(', ');
}

/** A pattern of paths as people write it: the folder, or the file with a star where any name may stand. */
function pathOf(pattern: string): string {
  return pattern
    .replace(/^\^/u, '')
    .replaceAll(/\(\?![^)]*\)/gu, '')
    .replaceAll('[^/]+', '*')
    .replaceAll(String.raw`\.`, '.')
    .replace(/\$$/u, '');
}

/** `(?:decide|plan|rules)` as `decide.ts`, `plan.ts`, `rules.ts`. */
function filesOf(pattern: string): string {
  const names = pattern.replaceAll(/^\(\?:|\)$/gu, '').split('|');
  return names.map((name) => code(`${name}.ts`)).join(', ');
}
