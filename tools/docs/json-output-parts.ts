// docs/json-output.md: the JSON Schema of every document, and one document that a command really wrote.

import { jsonSchemas, type DocumentKind } from '../../src/output/documents/json-schemas.js';
import { EXIT_CODES } from '../../src/errors/exit-code.js';
import { runCli } from '../../test/support/run-cli.js';
import type { Parts } from './generated-parts.js';
import { codeBlock, paragraphs } from './markdown.js';

/** The command whose document is shown, for each kind. */
const DOCUMENT_EXAMPLES: Readonly<Record<DocumentKind, readonly string[]>> = {
  preflight: ['preflight', '--vm', 'VM008'],
  enable: ['enable', '--vm', 'VM003'],
  'grant-access': ['grant-access', '--vm', 'VM001'],
  status: ['status', '--vm', 'VM016'],
  'sandbox-show': ['sandbox', 'show'],
  'sandbox-reset': ['sandbox', 'reset'],
  error: ['status', '--vm', 'VM0O1'],
};

/** A command of which every kind of progress event is shown that it emits. */
const PROGRESS_EXAMPLE = ['enable', '--vm', 'VM001', '--grant'];

/** Where the examples are run; the sandbox itself is in memory. */
const EXAMPLE_ENVIRONMENT = { XDG_STATE_HOME: '/home/you/.local/state' };

/** The generated parts of the page. */
export const jsonOutputParts: Parts = {
  documents: async () =>
    paragraphs(...(await Promise.all(documentKinds().map((kind) => section(kind))))),
  progress: progressRecords,
};

/** Runs the example of a kind in a fresh default world; what it wrote, whole. */
export async function documentExample(kind: DocumentKind): Promise<unknown> {
  const args = [...DOCUMENT_EXAMPLES[kind], '-o', 'json', '-q'];
  const { code, stdout, stderr } = await runCli(args, { env: EXAMPLE_ENVIRONMENT });
  if (code === EXIT_CODES.bug || (kind === 'error') !== (stdout === '')) {
    throw new Error(`the example of ${kind} ended with ${stderr}`);
  }
  return JSON.parse(kind === 'error' ? stderr : stdout);
}

/** All kinds, in the order of the page. */
export function documentKinds(): readonly DocumentKind[] {
  // Object.keys forgets the keys' type; the record above has one line for each kind and no other.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(DOCUMENT_EXAMPLES) as DocumentKind[];
}

async function section(kind: DocumentKind): Promise<string> {
  const command = ['azbackup', ...DOCUMENT_EXAMPLES[kind], '--sandbox', '-o', 'json'].join(' ');
  return paragraphs(
    `### ${kind}`,
    codeBlock('sh', command),
    codeBlock('json', JSON.stringify(abridged(await documentExample(kind)))),
    `<details><summary>JSON Schema of <code>${kind}</code></summary>`,
    codeBlock('json', JSON.stringify(jsonSchemas()[kind])),
    '</details>',
  );
}

/** Of a long list of like things, as many as show what there is: one of each status, else two. */
function abridged(value: unknown): unknown {
  if (Array.isArray(value)) {
    return representatives(value).map((each) => abridged(each));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, abridged(each)]))
    : value;
}

function representatives(list: readonly unknown[]): readonly unknown[] {
  if (list.every((each) => typeof each !== 'object')) {
    return list;
  }
  const statuses = list.map((each) => statusOf(each));
  return statuses.some((status) => status !== undefined)
    ? list.filter((_, index) => statuses.indexOf(statuses[index]) === index)
    : list.slice(0, 2);
}

function statusOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'status' in value
    ? value.status
    : undefined;
}

/** The first record of each type, as `--progress jsonl` wrote it. */
async function progressRecords(): Promise<string> {
  const args = [...PROGRESS_EXAMPLE, '--progress', 'jsonl', '-o', 'none'];
  const { stderr } = await runCli(args, { env: EXAMPLE_ENVIRONMENT });
  const lines = stderr.trimEnd().split('\n');
  const types = lines.map((line) => typeOf(JSON.parse(line)));
  const first = lines.filter((_, index) => types.indexOf(types[index]) === index);
  return paragraphs(
    codeBlock('sh', ['azbackup', ...args, '--sandbox'].join(' ')),
    codeBlock('jsonl', first.join('\n')),
  );
}

function typeOf(record: unknown): unknown {
  return typeof record === 'object' && record !== null && 'type' in record
    ? record.type
    : undefined;
}
