// Commands in every output format, and what each format has to look like.

import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { OutputFormat } from '../../../src/output/output-format.js';
import { documentSchemas, type DocumentKind } from '../../../tools/docs/document-schemas.js';
import { runCli } from '../../support/run-cli.js';

/** The schema of each kind of document. */
export const SCHEMAS = await documentSchemas();

/** A command, its kind of document, and how it ends. */
export type FormatRow = readonly [argv: string, kind: DocumentKind, code: number];

/** Where a page may be written that nobody reads. */
const PAGE = path.join(tmpdir(), `azbackup-report-${process.pid}.html`);
const WORKBOOK = path.join(tmpdir(), `azbackup-workbook-${process.pid}.json`);
const REPORTS = path.resolve('test/workflow/report');

/** Commands of every kind, as they end well and as they end badly. */
export const FORMAT_ROWS: readonly FormatRow[] = [
  ['preflight --vm VM003', 'preflight', 0],
  ['preflight --vm VM001 --vm VM011', 'preflight', 5],
  ['enable --vm VM001 --grant', 'enable', 0],
  ['enable --vm VM001', 'enable', 5],
  ['enable --vm VM010', 'enable', 7],
  ['enable --vm VM001 --vm VM006 --vm VM005 --grant', 'enable', 6],
  ['enable --vm VM011 --policy daily-90-days --dry-run', 'enable', 0],
  ['enable --vm VM003 --timeout 5s', 'enable', 8],
  ['grant-access --vm VM001', 'grant-access', 0],
  ['grant-access --vm VM003 --vm VM002', 'grant-access', 0],
  ['status --vm VM016', 'status', 6],
  ['status --vault rsv-prod --max-age 26h', 'status', 6],
  ['disable --vm VM010', 'disable', 0],
  ['disable --vm VM010 --vm VM011', 'disable', 6],
  ['disable --vm VM010 --delete-data --confirm VM010 --dry-run', 'disable', 0],
  ['resume --vm VM010', 'resume', 0],
  ['resume --vm VM011 --policy DefaultPolicy', 'resume', 5],
  ['undelete --vm VM011 --resume --policy daily-90-days', 'undelete', 0],
  ['doctor --category sign-in,azure', 'doctor', 0],
  ['vault list', 'vault-list', 0],
  ['runs list', 'runs-list', 0],
  ['runs prune', 'runs-prune', 0],
  ['vault show rsv-prod', 'vault-show', 0],
  ['vault create rsv-new -g rg-prod --redundancy zrs', 'vault-create', 0],
  ['vault create rsv-prod --redundancy lrs', 'vault-create', 5],
  ['policy list', 'policy-list', 0],
  ['policy show DefaultPolicy --vault rsv-prod', 'policy-show', 0],
  ['policy diff DefaultPolicy EnhancedPolicy --vault rsv-prod', 'policy-diff', 0],
  ['policy create nightly --daily 02:00 --vault rsv-prod', 'policy-change', 0],
  ['policy update daily-90-days --daily 20:00 --vault rsv-prod', 'policy-change', 0],
  ['policy delete DefaultPolicy --vault rsv-prod --yes', 'policy-change', 0],
  ['backup-now --vm VM005', 'backup-now', 0],
  ['backup-now --vm VM014', 'backup-now', 5],
  ['backup-now --vm VM005 --vm VM016 --skip-preflight', 'backup-now', 6],
  ['jobs list --since 2d', 'jobs-list', 0],
  ['metrics --all', 'metrics', 0],
  [`report --all --out ${PAGE}`, 'report', 0],
  [`report diff ${REPORTS}/monday.json ${REPORTS}/tuesday.json`, 'report-diff', 0],
  ['export queries ade-disks', 'export', 0],
  ['export policy --scope management-group', 'export', 0],
  // To a file: the texts of the queries have isnull(), which no table of ours has.
  [`export workbook template --out ${WORKBOOK}`, 'export', 0],
  ['drill run --vm VM014', 'drill-run', 0],
  ['drill run --vm VM014 --rto 1m', 'drill-run', 12],
  ['drill run --vm VM005 --dry-run', 'drill-run', 0],
  ['drill list', 'drill-list', 0],
  ['drill report', 'drill-report', 0],
  ['drill clean --expired', 'drill-clean', 0],
  ['retirement inventory --all', 'retirement-inventory', 0],
  ['retirement points --all --after 2027-01-01', 'retirement-points', 0],
  ['retirement keys --all', 'retirement-keys', 0],
  ['retirement plan --vm VM005 --vm VM014', 'retirement-plan', 0],
  [`gate -f ${path.resolve('test/workflow/gate/prod.gate.yaml')}`, 'gate', 12],
  ['restore --vm VM005', 'restore', 0],
  ['restore --vm VM014 --keys never --ignore keys', 'restore', 6],
  ['sandbox show', 'sandbox-show', 0],
  ['cloud list', 'cloud-list', 0],
  ['cloud show AzureBleuCloud', 'cloud-show', 0],
  ['sandbox reset --world fleet:3', 'sandbox-reset', 0],
  [`sandbox verify ${path.resolve('test/support/sample-recording/agrees')}`, 'sandbox-verify', 0],
  ['sandbox env --shell bash -q', 'sandbox-env', 0],
  ['sandbox clock show', 'sandbox-clock', 0],
  ['sandbox fault list', 'sandbox-fault', 0],
];

/** The lines of JSON Lines. */
export function records(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const EXPECTATIONS: Readonly<Record<OutputFormat, (stdout: string, kind: DocumentKind) => void>> = {
  table: (stdout) => {
    expect(stdout.trim()).not.toBe('');
    expect(stdout).not.toMatch(/undefined|null|\[object/u);
    expect(stdout).not.toContain('\u001B');
  },
  json: (stdout, kind) => {
    expect(SCHEMAS.get(kind)?.safeParse(JSON.parse(stdout))).toMatchObject({ success: true });
  },
  yaml: (stdout, kind) => {
    expect(SCHEMAS.get(kind)?.safeParse(parse(stdout))).toMatchObject({ success: true });
  },
  jsonl: (stdout, kind) => {
    const lines = records(stdout);
    const items = lines.slice(0, -1).map(({ type, kind: itemKind, ...item }) => {
      expect([type, itemKind]).toEqual(['item', kind]);
      return item;
    });
    const { type, ...summary } = lines.at(-1) ?? {};
    expect(type).toBe('summary');
    // The stream is the document, taken apart.
    expect(SCHEMAS.get(kind)?.safeParse({ ...summary, items })).toMatchObject({
      success: true,
    });
  },
  tsv: (stdout) => {
    // Not trimmed: a last cell may be empty.
    const rows = stdout.replace(/\n$/u, '').split('\n');
    const widths = new Set(rows.map((row) => row.split('\t').length));
    expect(widths.size).toBe(1);
    expect(stdout).not.toContain('[object');
  },
  none: (stdout) => expect(stdout).toBe(''),
};

/** Runs a command; what it says has to be in the format, and all of it. */
export async function expectFormat(
  [argv, kind, code]: FormatRow,
  format: OutputFormat,
): Promise<void> {
  const result = await runCli([...argv.split(' '), '-o', format]);
  expect(result.code).toBe(code);
  EXPECTATIONS[format](result.stdout, kind);
  expect(result.stderr).not.toMatch(/^\s*[[{]/mu);
}
