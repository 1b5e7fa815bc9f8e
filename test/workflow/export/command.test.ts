// `azbackup export` as it is typed: what goes to standard output, what to files, and what is refused.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportDocument } from '../../../src/commands/export/result.js';
import { QUERY_NAMES } from '../../../src/domain/export/names.js';
import { queryFiles } from '../../../src/domain/export/queries.js';
import { templateSchema } from '../../support/export/azure-schemas.js';
import { runCli, type CliRun } from '../../support/run-cli.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-export-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function ask(words: string): Promise<CliRun> {
  return runCli(['export', ...words.split(' ')], { cwd });
}

const inFolder = (name: string): string => readFileSync(path.join(cwd, name), 'utf8');

const POLICY_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers/Microsoft.RecoveryServices/vaults/rsv-prod/backupPolicies/DefaultPolicy';

describe('export', () => {
  it('asks neither Azure nor the sandbox', async () => {
    for (const words of ['queries', 'policy', 'workbook', 'dashboard']) {
      expect(await ask(words)).toMatchObject({ code: 0, stderr: '', exchanges: [] });
    }
  });

  it('writes a query to standard output as it is in a file', async () => {
    const run = await ask('queries unprotected');
    await ask('queries unprotected --out u.kql');
    expect(run.stdout).toBe(inFolder('u.kql'));
    expect(run.stdout).toBe(queryFiles(26 * 3600)[2]?.text);
  });

  it('has the texts in its JSON where no file has them', async () => {
    const { items, summary } = (await ask('queries -o json')).json<ExportDocument>();
    expect(items.map(({ name }) => name)).toEqual(QUERY_NAMES);
    expect(items.map(({ content }) => content)).toEqual(
      queryFiles(26 * 3600).map(({ text }) => text),
    );
    expect(summary).toEqual({ total: QUERY_NAMES.length, written: 0 });
  });

  it('suggests the folder where nothing is, and none where a file has its name', async () => {
    expect((await ask('queries --out none/deep')).stderr).toContain('mkdir -p none/deep');
    await ask('queries unprotected --out u.kql');
    const { code, stderr } = await ask('queries --out u.kql');
    expect(code).toBe(2);
    expect(stderr).toContain('u.kql is not a folder');
    expect(stderr).toContain('name a folder: --out FOLDER');
    expect(stderr).not.toContain('mkdir');
  });

  it('writes nothing where a folder has the name of a file', async () => {
    mkdirSync(path.join(cwd, 'workbook.template.json'));
    const { code, stderr } = await ask('workbook --out .');
    expect(code).toBe(2);
    expect(stderr).toContain('workbook.template.json cannot be written: it is a folder');
    expect(readdirSync(cwd)).toEqual(['workbook.template.json']);
  });

  it.each([
    ['queries', QUERY_NAMES.map((name) => `${name}.kql`)],
    ['workbook', ['azbackup.workbook', 'workbook.template.json']],
    ['dashboard', ['azbackup.dashboard.json']],
    [
      'policy',
      [
        'audit-ade.policy.json',
        'audit-unprotected.policy.json',
        'definitions.template.json',
        'deny-ade-extension.policy.json',
      ],
    ],
  ])('%s writes its files into a folder, and says which', async (what, names) => {
    const run = await ask(`${what} --out . -o json`);
    expect(readdirSync(cwd).toSorted()).toEqual([...names].toSorted());
    const { items, summary } = run.json<ExportDocument>();
    expect(items.map(({ file }) => String(file)).toSorted()).toEqual([...names].toSorted());
    expect(items.map(({ content }) => content)).toEqual(items.map(() => null));
    expect(summary.written).toBe(names.length);
  });

  it('lists on a terminal what was written', async () => {
    const { stdout } = await ask('workbook --out .');
    expect(stdout).toContain('workbook.template.json');
    expect(stdout).toContain('Wrote 2 files.');
  });

  it('writes over files of before', async () => {
    await ask('queries old-points --out .');
    await ask('queries old-points --max-age 90m --out .');
    expect(inFolder('old-points.kql')).toContain('ago(90m)');
  });
});

describe('export is refused', () => {
  it.each([
    ['queries --out none', 'none is not a folder, and there are 8 files to write'],
    ['queries no-such', 'what to export is one of protection, states'],
    ['queries --max-age never', '--max-age'],
    ['dashboard --out none/a.json', 'none/a.json cannot be written'],
    ['policy --tag backup=yes', '--tag needs --backup-policy or --new-vault'],
    ['policy assignment', 'assignment needs --backup-policy or --new-vault'],
    ['policy --new-vault --tag a=1 --tag b=2', '--tag takes several values of one key'],
    ['policy --exclude-tag a=1 --exclude-tag b=2', '--exclude-tag takes several values of one'],
    ['policy --exclude-tag a', '--exclude-tag needs key=value'],
    ['policy --exclude-tag a=[b]', 'without [ in the key'],
    [`policy --backup-policy ${POLICY_ID}`, '--backup-policy and --location are used together'],
    ['policy --location japaneast', '--backup-policy and --location are used together'],
    ['policy --backup-policy DefaultPolicy --location x', '--backup-policy needs the resource id'],
    [
      `policy --new-vault --backup-policy ${POLICY_ID} --location japaneast`,
      '--backup-policy and --new-vault cannot be used together',
    ],
    [
      `policy assignment --backup-policy ${POLICY_ID} --location [resourceGroup().location]`,
      '--location needs a region, such as japaneast',
    ],
    ['policy --scope tenant', 'Allowed choices are subscription'],
    ['policy --exclude-tag a=\u202Eb', 'AZB_USAGE'],
    ['dashboard --title \u009B', 'AZB_USAGE'],
    ['policy --extension-effect Deny', 'Allowed choices are deny'],
  ])('%s', async (words, message) => {
    const run = await ask(words);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('export policy', () => {
  it('takes values of a tag whose key is written in two ways', async () => {
    const run = await ask('policy assignment --new-vault --tag Backup=yes --tag backup=daily');
    expect(run.code).toBe(0);
    expect(run.stdout.replaceAll(/\s+/gu, '')).toContain('"value":["yes","daily"]');
  });

  it('fills the parameters of the built-in for a vault that is there', async () => {
    const run = await ask(
      `policy assignment --backup-policy ${POLICY_ID} --location JapanEast --tag backup=yes --tag backup=daily`,
    );
    const [assignment, ...roles] = templateSchema.parse(JSON.parse(run.stdout)).resources;
    expect(assignment).toMatchObject({
      type: 'Microsoft.Authorization/policyAssignments',
      identity: { type: 'SystemAssigned' },
      properties: {
        policyDefinitionId:
          '/providers/Microsoft.Authorization/policyDefinitions/345fa903-145c-4fe1-8bcd-93ec2adccde8',
        parameters: {
          backupPolicyId: { value: POLICY_ID },
          vaultLocation: { value: 'japaneast' },
          inclusionTagName: { value: 'backup' },
          inclusionTagValue: { value: ['yes', 'daily'] },
          effect: { value: 'DeployIfNotExists' },
        },
      },
    });
    expect(roles.map(({ type }) => type)).toEqual([
      'Microsoft.Authorization/roleAssignments',
      'Microsoft.Authorization/roleAssignments',
    ]);
  });

  it.each([
    [
      '--new-vault',
      '98d0b9f8-fd90-49c9-88e2-d3baf3b0dd86',
      ['exclusionTagName', 'exclusionTagValue'],
    ],
    [
      '--new-vault --exclude-tag a=b',
      '98d0b9f8-fd90-49c9-88e2-d3baf3b0dd86',
      ['exclusionTagName', 'exclusionTagValue'],
    ],
    [
      '--new-vault --tag a=b',
      '83644c87-93dd-49fe-bf9f-6aff8fd0834e',
      ['inclusionTagName', 'inclusionTagValue'],
    ],
    [
      `--location x --backup-policy ${POLICY_ID}`,
      '09ce66bc-1220-4153-8104-e3f51c936913',
      ['backupPolicyId', 'exclusionTagName', 'exclusionTagValue', 'vaultLocation'],
    ],
  ])('takes for %s the built-in %s', async (words, id, parameters) => {
    const { properties } =
      templateSchema.parse(JSON.parse((await ask(`policy assignment ${words}`)).stdout))
        .resources[0] ?? {};
    expect(properties).toMatchObject({
      policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${id}`,
    });
    expect(Object.keys(Object(properties?.['parameters'])).toSorted()).toEqual(
      ['effect', ...parameters].toSorted(),
    );
  });
});
