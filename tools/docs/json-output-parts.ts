// docs/json-output.md: the JSON Schema of every document, and one document that a command really wrote.

import { z } from 'zod';
import { EXIT_CODES } from '../../src/errors/exit-code.js';
import { defaultWorld, runCli } from '../../test/support/run-cli.js';
import { COMPLETION } from '../../test/unit/commands/explain/samples.js';
import {
  MCP,
  SANDBOX_SERVE,
  SANDBOX_VERIFY,
} from '../../test/unit/commands/results/sandbox-samples.js';
import { DRILL_CLEAN, DRILL_SHOW } from '../../test/unit/commands/drill/samples.js';
import { GATE_INIT_SAMPLE, GATE_SAMPLE } from '../../test/unit/commands/gate/samples.js';
import { REPORT_DIFF_SAMPLE } from '../../test/unit/commands/report/samples.js';
import { RUNS_LIST, RUNS_PRUNE, RUNS_SHOW } from '../../test/unit/commands/runs/samples.js';
import { documentSchemas, type DocumentKind } from './document-schemas.js';
import type { Parts } from './generated-parts.js';
import { codeBlock, paragraphs } from './markdown.js';

/** A kind of document, and the arguments, quoted for a shell, of the command whose document is shown. */
export interface DocumentExample {
  readonly kind: DocumentKind;
  readonly args: readonly string[];
  /** What is run before it, in the same world. */
  readonly after?: readonly string[];
  /** Given where the command would go on until it is stopped; else it is run. */
  readonly document?: object;
}

/** Backups of VM005 and VM016 in the default world, whose ids are always the same. */
const COMPLETED_JOB = 'ebfc3739-b80a-4fe4-88f1-56a88d930c94';
const FAILED_JOB = '1f621ef7-08f1-4e3a-aa16-c5dd4f361409';

/** One for each kind, in the order of the page. */
export const DOCUMENT_EXAMPLES: readonly DocumentExample[] = [
  { kind: 'preflight', args: ['preflight', '--vm', 'VM008'] },
  { kind: 'enable', args: ['enable', '--vm', 'VM003'] },
  { kind: 'grant-access', args: ['grant-access', '--vm', 'VM001'] },
  { kind: 'status', args: ['status', '--vm', 'VM016'] },
  {
    kind: 'recovery-points',
    args: ['recovery-points', 'list', '--vm', 'VM014', '--since', '12d', '--calendar'],
  },
  { kind: 'recovery-point', args: ['recovery-points', 'show', 'latest', '--vm', 'VM005'] },
  { kind: 'policy-list', args: ['policy', 'list', '--vault', 'rsv-legacy'] },
  { kind: 'policy-show', args: ['policy', 'show', 'daily-90-days'] },
  {
    kind: 'policy-diff',
    args: ['policy', 'diff', 'daily-90-days', 'DefaultPolicy', '--vault', 'rsv-prod'],
  },
  {
    kind: 'policy-change',
    args: ['policy', 'create', 'nightly', '--vault', 'rsv-prod', '--daily', '02:00'],
  },
  { kind: 'backup-now', args: ['backup-now', '--vm', 'VM005', '--retain', '30d'] },
  { kind: 'jobs-list', args: ['jobs', 'list', '--vm', 'VM016', '--since', '2d'] },
  { kind: 'jobs-show', args: ['jobs', 'show', FAILED_JOB] },
  { kind: 'jobs-watch', args: ['jobs', 'watch', COMPLETED_JOB] },
  { kind: 'jobs-cancel', args: ['jobs', 'cancel', FAILED_JOB] },
  { kind: 'disable', args: ['disable', '--vm', 'VM010'] },
  { kind: 'resume', args: ['resume', '--vm', 'VM010', '--policy', 'DefaultPolicy'] },
  { kind: 'undelete', args: ['undelete', '--vm', 'VM011'] },
  { kind: 'doctor', args: ['doctor', '--category', 'sign-in'] },
  { kind: 'vault-list', args: ['vault', 'list'] },
  { kind: 'vault-show', args: ['vault', 'show', 'rsv-prod'] },
  {
    kind: 'vault-create',
    args: ['vault', 'create', 'rsv-new', '-g', 'rg-prod', '--location', 'japaneast'],
  },
  { kind: 'audit-keys', args: ['audit-keys', '--vm', 'VM005'] },
  { kind: 'metrics', args: ['metrics', '--vm', 'VM005'] },
  { kind: 'report', args: ['report', '--vm', 'VM003'] },
  {
    kind: 'report-diff',
    args: ['report', 'diff', 'monday.json', 'today.json'],
    document: REPORT_DIFF_SAMPLE,
  },
  { kind: 'retirement-inventory', args: ['retirement', 'inventory', '--vm', 'VM005'] },
  {
    kind: 'retirement-points',
    args: ['retirement', 'points', '--vm', 'VM011', '--after', '2026-12-01'],
  },
  { kind: 'export', args: ['export', 'queries', 'ade-disks'] },
  { kind: 'gate', args: ['gate'], document: GATE_SAMPLE },
  { kind: 'gate-init', args: ['gate', 'init'], document: GATE_INIT_SAMPLE },
  { kind: 'drill-run', args: ['drill', 'run', '--vm', 'VM014'] },
  { kind: 'drill-list', args: ['drill', 'list'], after: ['drill', 'run', '--vm', 'VM014'] },
  { kind: 'drill-show', args: ['drill', 'show', '20261123-3f2a9c41'], document: DRILL_SHOW },
  { kind: 'drill-report', args: ['drill', 'report'], after: ['drill', 'run', '--vm', 'VM014'] },
  { kind: 'drill-clean', args: ['drill', 'clean', '--expired'], document: DRILL_CLEAN },
  { kind: 'retirement-keys', args: ['retirement', 'keys', '--vm', 'VM005'] },
  { kind: 'retirement-plan', args: ['retirement', 'plan', '--vm', 'VM014'] },
  {
    kind: 'restore',
    args: [
      'restore',
      '--vm',
      'VM014',
      '--to',
      'vm',
      '--name',
      'VM014R',
      '--vnet',
      'vnet-prod',
      '--subnet',
      'default',
    ],
  },
  {
    kind: 'restore-keys',
    args: ['restore-keys', '--vm', 'VM014', '--recovery-point', 'latest'],
    after: ['restore', '--vm', 'VM014', '--keys', 'never', '--ignore', 'keys'],
  },
  { kind: 'explain', args: ['explain', 'UserErrorKeyVaultPermissionsNotConfigured'] },
  { kind: 'completion', args: ['completion', 'bash'], document: COMPLETION },
  { kind: 'login', args: ['login'] },
  { kind: 'cloud-list', args: ['cloud', 'list'] },
  {
    kind: 'cloud-show',
    args: ['cloud', 'show', '--from-metadata', 'https://management.azure.com'],
  },
  { kind: 'version', args: ['version'] },
  { kind: 'mcp', args: ['mcp'], document: MCP },
  { kind: 'runs-list', args: ['runs', 'list'], document: RUNS_LIST },
  { kind: 'runs-show', args: ['runs', 'show', RUNS_SHOW.summary.id], document: RUNS_SHOW },
  { kind: 'runs-prune', args: ['runs', 'prune', '--dry-run'], document: RUNS_PRUNE },
  { kind: 'sandbox-show', args: ['sandbox', 'show'] },
  { kind: 'sandbox-reset', args: ['sandbox', 'reset'] },
  { kind: 'sandbox-serve', args: ['sandbox', 'serve'], document: SANDBOX_SERVE },
  { kind: 'sandbox-verify', args: ['sandbox', 'verify', './recording'], document: SANDBOX_VERIFY },
  { kind: 'sandbox-env', args: ['sandbox', 'env', '--shell', 'bash'] },
  { kind: 'sandbox-clock', args: ['sandbox', 'clock', 'advance', '41m'] },
  {
    kind: 'sandbox-fault',
    args: ['sandbox', 'fault', 'add', '--match', "'PUT …/protectedItems/*'", '--then', '429:30'],
  },
  { kind: 'error', args: ['status', '--vm', 'VM0O1'] },
];

/** A command of which every kind of progress event is shown that it emits. */
const PROGRESS_EXAMPLE = ['enable', '--vm', 'VM001', '--grant'];

/** Where the examples are run; the sandbox itself is in memory. */
const EXAMPLE_ENVIRONMENT = { XDG_STATE_HOME: '/home/you/.local/state' };

/** The generated parts of the page. */
export const jsonOutputParts: Parts = {
  documents: async () =>
    paragraphs(...(await Promise.all(DOCUMENT_EXAMPLES.map((example) => section(example))))),
  progress: progressRecords,
};

/** The page and the test of its examples want the same ones. */
const written = new Map<DocumentKind, Promise<unknown>>();

/** The document, whole, that the example wrote in a fresh default world; it is run once. */
export function documentExample(example: DocumentExample): Promise<unknown> {
  const known = written.get(example.kind) ?? runExample(example);
  written.set(example.kind, known);
  return known;
}

async function runExample(example: DocumentExample): Promise<unknown> {
  const { kind, document } = example;
  if (document !== undefined) {
    return document;
  }
  const args = example.args.map((word) => word.replaceAll("'", ''));
  const world = defaultWorld();
  if (example.after !== undefined) {
    await runCli([...example.after, '-q'], { world });
  }
  const { code, stdout, stderr } = await runCli([...args, '-o', 'json', '-q'], {
    env: EXAMPLE_ENVIRONMENT,
    world,
  });
  if (code === EXIT_CODES.bug || (kind === 'error') !== (stdout === '')) {
    throw new Error(`the example of ${kind} ended with ${stderr}`);
  }
  return JSON.parse(kind === 'error' ? stderr : stdout);
}

async function section(example: DocumentExample): Promise<string> {
  const { kind, args, after } = example;
  const commands = [
    ...(after === undefined ? [] : [['azbackup', ...after, '--sandbox'].join(' ')]),
    ['azbackup', ...args, '--sandbox', '-o', 'json'].join(' '),
  ];
  return paragraphs(
    `### ${kind}`,
    codeBlock('sh', commands.join('\n')),
    codeBlock('json', JSON.stringify(abridged(await documentExample(example)))),
    `<details><summary>JSON Schema of <code>${kind}</code></summary>`,
    codeBlock('json', JSON.stringify(await jsonSchema(kind))),
    '</details>',
  );
}

/** JSON Schema, draft 2020-12. */
async function jsonSchema(kind: DocumentKind): Promise<unknown> {
  const schema = (await documentSchemas()).get(kind);
  if (schema === undefined) {
    throw new Error(`no command writes documents of the kind ${kind}`);
  }
  return z.toJSONSchema(schema);
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
