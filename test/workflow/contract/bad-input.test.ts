import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorEnvelope } from '../../../src/errors/error-envelope.js';
import { seedRecoveryVault } from '../../../src/sandbox/providers/recovery-services/vaults/seed.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { addSubscription, CONTOSO, recoveryVaultId, substance, vmId } from '../support/contoso.js';
import type { Case } from './bad-input.js';
import { badPolicies } from '../vaults/bad-policies.js';
import { enable } from '../protection/only-item.js';

const OTHER_SUBSCRIPTION = '99999999-0000-4000-8000-000000000009';
const FOREIGN_VM = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/VM001`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'azbackup-bad-input-'));
  writeFileSync(path.join(folder, 'broken.yaml'), 'vault: [unclosed');
  writeFileSync(path.join(folder, 'unknown-key.yaml'), 'vualt: rsv-prod\n');
  writeFileSync(path.join(folder, 'wrong-value.json'), '{"progress": "loud"}');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A default world with something more in it. */
function worldWith(change: (world: WorldState) => void): () => WorldState {
  return () => {
    const world = defaultWorld();
    change(world);
    return world;
  };
}

const twoOfOneName = worldWith((world) => {
  addVirtualMachine(world, { name: 'VM001', resourceGroup: 'rg-legacy', osType: 'Linux' });
});

const NAMING: readonly Case[] = [
  {
    what: 'a machine that is not there',
    argv: 'enable --vm VM01',
    code: 3,
    error: 'AZB_VM_NOT_FOUND',
    says: [/no virtual machine named VM01 in subscription/u, /VM001, VM010, VM011/u],
  },
  {
    what: 'a machine that is not in the group',
    argv: 'enable --vm VM003 -g rg-legacy',
    code: 3,
    error: 'AZB_VM_NOT_FOUND',
    says: [/resource group rg-legacy/u],
  },
  {
    what: 'a group that is not there',
    argv: 'enable --vm VM003 -g rg-nowhere',
    code: 3,
    error: 'AZB_RESOURCE_GROUP_NOT_FOUND',
  },
  {
    what: 'a machine by an id that leads nowhere',
    argv: `enable --vm ${vmId('VM999')}`,
    code: 3,
    error: 'AZB_VM_NOT_FOUND',
  },
  {
    what: 'a name that two machines have',
    argv: 'enable --vm VM001',
    code: 2,
    error: 'AZB_VM_AMBIGUOUS',
    says: [/resourceGroups\/rg-prod\/.*VM001/u, /resourceGroups\/rg-legacy\/.*VM001/u],
    world: twoOfOneName,
  },
  {
    what: 'a malformed id',
    argv: 'enable --vm /subscriptions/x/VM001',
    code: 2,
    error: 'AZB_VM_ID_MALFORMED',
  },
  {
    what: 'the id of something else',
    argv: `enable --vm ${recoveryVaultId('rsv-prod')}`,
    code: 2,
    error: 'AZB_VM_ID_MALFORMED',
  },
  {
    what: 'a machine of another subscription',
    argv: `enable --vm ${FOREIGN_VM} --subscription ${CONTOSO}`,
    code: 2,
    error: 'AZB_SUBSCRIPTION_MISMATCH',
  },
  ...['enable', 'status', 'preflight', 'grant-access', 'retirement points'].map((command) => ({
    what: `${command} of a machine of another resource group`,
    argv: `${command} --vm ${vmId('VM001')} -g rg-legacy`,
    code: 2,
    error: 'AZB_RESOURCE_GROUP_MISMATCH',
    says: [/VM001 is in resource group rg-prod, not in rg-legacy/u],
  })),
  {
    what: 'a vault that is not there',
    argv: 'enable --vm VM003 --vault rsv-prd',
    code: 3,
    error: 'AZB_VAULT_NOT_FOUND',
    says: [/rsv-prod/u],
  },
  {
    what: 'a vault of status that is not there',
    argv: 'status --vault rsv-prd',
    code: 3,
    error: 'AZB_VAULT_NOT_FOUND',
  },
  {
    what: 'the malformed id of a vault',
    argv: 'enable --vm VM003 --vault /subscriptions/x',
    code: 2,
    error: 'AZB_VAULT_ID_MALFORMED',
  },
  {
    what: 'no vault, and two that it could be',
    argv: 'enable --vm VM003',
    code: 2,
    error: 'AZB_VAULT_AMBIGUOUS',
    says: [/rsv-prod/u, /rsv-second/u],
    world: worldWith((world) => {
      seedRecoveryVault(world, {
        id: recoveryVaultId('rsv-second'),
        location: 'japaneast',
        createdMilliseconds: world.nowMilliseconds,
      });
    }),
  },
  {
    what: 'no subscription, and two that it could be',
    argv: 'enable --vm VM003',
    code: 2,
    error: 'AZB_SUBSCRIPTION_AMBIGUOUS',
    says: [/Contoso Production/u, /Contoso Test/u],
    world: worldWith((world) => addSubscription(world)),
  },
  {
    what: 'a subscription that nobody knows, by name',
    argv: 'enable --vm VM003 --subscription Fabrikam',
    code: 3,
    error: 'AZB_SUBSCRIPTION_NOT_FOUND',
    says: [/Contoso Production/u],
  },
  {
    what: 'no subscription to be seen',
    argv: 'enable --vm VM003',
    code: 2,
    error: 'AZB_SUBSCRIPTION_AMBIGUOUS',
    says: [/access to no subscription/u],
    world: worldWith((world) => {
      world.authorization.assignments = {};
    }),
  },
];

const USAGE: readonly Case[] = [
  ['an unknown command', 'enabel --vm VM003', /enable/u],
  ['an unknown command alone', 'enabel', /enable/u],
  ['an unknown command of a noun', 'sandbox rest', /reset/u],
  ['an unknown option', 'enable --vm VM003 --gran', /--grant/u],
  ['an unknown format', 'enable --vm VM003 -o xml', /json/u],
  ['an argument too many', 'enable VM003 --vm VM003', /argument/u],
  ['no machine', 'enable', /specify VMs with --vm/u],
  ['an audit of nothing', 'audit-keys', /--vm.*--vault/u],
  ['a severity that is none', 'audit-keys --vm VM005 --fail-on bad', /at-risk/u],
  ['a restore of no machine', 'restore', /--vm/u],
  ['a new machine without a name', 'restore --vm VM005 --to vm --vnet v', /--name/u],
  ['a new machine without a network', 'restore --vm VM005 --to vm --name N', /--vnet/u],
  ['a name for no machine', 'restore --vm VM005 --name N', /--to vm/u],
  ['a name that is none', 'restore --vm VM005 --to vm --vnet v --name .a', /--name/u],
  ['a goal that is none', 'restore --vm VM005 --to tape', /disks, vm/u],
  ['keys everywhere', 'restore --vm VM005 --keys always', /--key-vault/u],
  ['keys nowhere', 'restore --vm VM005 --keys never --key-vault k', /cannot be used together/u],
  ['a judgement that is none', 'restore --vm VM005 --ignore all', /--ignore/u],
  [
    'an address that is none',
    'restore --vm VM005 --to vm --name N --vnet v --private-address 10',
    /IPv4/u,
  ],
  [
    'a time before nothing',
    'restore --vm VM005 --recovery-point before',
    /not a valid recovery point/u,
  ],
  ['a restore of no keys', 'restore-keys', /--vm.*--file/u],
  [
    'keys of a point and of a file',
    'restore-keys --vm VM014 --file - --recovery-point latest',
    /--file and --recovery-point cannot be used together/u,
  ],
  ['a system that is none', 'restore-keys --vm VM014 --os-type dos', /windows/u],
  [
    'a point that is none',
    'restore-keys --vm VM014 --recovery-point newest',
    /not a valid recovery point/u,
  ],
  ['an exit code without a dry run', 'restore-keys --vm VM014 --detailed-exitcode', /--dry-run/u],
  ['a backup of nothing', 'backup-now', /specify VMs with --vm/u],
  ['a retention that is none', 'backup-now --vm VM005 --retain soon', /--retain soon: .*30d, 12w/u],
  ['a retention of zero', 'backup-now --vm VM005 --retain 0d', /not a valid time/u],
  ['a retention that has passed', 'backup-now --vm VM005 --retain 2020-01-01', /in the past/u],
  ['a retention beyond the limit', 'backup-now --vm VM005 --retain 100y', /at most 99 years/u],
  ['a date as az writes it', 'backup-now --vm VM005 --retain 31-01-2027', /2027-01-31/u],
  ['months as minutes', 'backup-now --vm VM005 --retain 6m', /months as 6mo/u],
  ['a wait that is none', 'backup-now --vm VM005 --wait=soon', /--wait needs a duration/u],
  [
    'no checks and one to ignore',
    'backup-now --vm VM005 --skip-preflight --ignore vm.agent-ready',
    /--skip-preflight and --ignore/u,
  ],
  ['what is no job', 'jobs show VM005', /not the id of a job/u],
  ['a job twice named', 'jobs watch 4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10 --vm VM005', /not both/u],
  ['a state that jobs have not', 'jobs list --status broken', /running, completed/u],
  ['a job that is not named', 'jobs cancel', /id/u],
  ['neither machine nor vault for points', 'rp list', /--vm.*--vault/u],
  ['a time in plain words', 'rp list --vm VM005 --since yesterday', /--since: yesterday.*30d/u],
  ['a time without a zone', 'rp list --vm VM005 --until 2026-10-01T09:00', /--until: 2026/u],
  ['a beginning after the end', 'rp list --vm VM005 --since 1d --until 2d', /--since.*later/u],
  ['a beginning that is to come', 'rp list --vm VM005 --since 2099-01-01', /later than now/u],
  ['a tier that there is not', 'rp list --vm VM005 --tier cold', /snapshot, vault, archive/u],
  ['a point without a machine', 'rp show latest', /--vm is required/u],
  ['a machine without a point', 'rp show --vm VM005', /point/u],
  [
    'a point that is no number',
    'rp show newest --vm VM005',
    /latest, latest-clean, a time, or "before"/u,
  ],
  ['an empty name', 'enable --vm=', /--vm needs a name/u],
  ['neither machine nor vault', 'status', /--vm.*--vault/u],
  ['a check that there is not', 'enable --vm VM003 --ignore vm.agent', /vm\.agent/u],
  ['a duration without unit', 'enable --vm VM003 --timeout 10', /--timeout.*10m/u],
  ['a duration of nothing', 'enable --vm VM003 --timeout 0s', /--timeout/u],
  ['an age in plain words', 'status --vm VM003 --max-age yesterday', /--max-age/u],
  ['two opposites', 'enable --vm VM003 --no-wait --timeout 5m', /--no-wait and --timeout/u],
  ['two vaults', 'enable --vm VM003 --vault a --create-vault b', /--create-vault/u],
  ['a vault name that Azure refuses', 'enable --vm VM003 --create-vault 1', /--create-vault/u],
  ['--detailed-exitcode alone', 'enable --vm VM003 --detailed-exitcode', /--dry-run/u],
  ['the same for a grant', 'grant-access --vm VM001 --detailed-exitcode', /--dry-run/u],
  ['a role that there is not', 'grant-access --vm VM001 --role owner', /custom/u],
  ['a principal by name', 'grant-access --vm VM001 --backup-principal-id me', /object id/u],
  [
    'keeping and deleting',
    'disable --vm VM010 --retain-data --delete-data',
    /cannot be used together/u,
  ],
  ['a confirmation of nothing', 'disable --vm VM010 --confirm VM010', /needs --delete-data/u],
  ['a request by name', 'undelete --vm VM011 --resource-guard-request mine', /resource id/u],
  ['a policy without resuming', 'undelete --vm VM011 --policy DefaultPolicy', /--resume/u],
  ['a vault without a name', 'vault show', /name/u],
  ['a name that Azure refuses', 'vault create 1st -g rg-prod', /starting with a letter/u],
  [
    'a redundancy in plain words',
    'vault create rsv-new -g rg-prod --redundancy high',
    /lrs, zrs or grs/u,
  ],
  ['too few days', 'vault create rsv-new -g rg-prod --soft-delete-days 7', /14 to 180/u],
  ['too many days', 'vault create rsv-new -g rg-prod --soft-delete-days 181', /14 to 180/u],
  [
    'cross-region restore of one region',
    'vault create rsv-new -g rg-prod --redundancy zrs --cross-region-restore',
    /--redundancy grs/u,
  ],
].map(([what, argv, says]) => ({
  what: String(what),
  argv: String(argv),
  code: 2,
  error: 'AZB_USAGE',
  says: says instanceof RegExp ? [says] : [],
}));

const SETTINGS: readonly Case[] = [
  {
    what: 'a query that does not parse',
    argv: 'enable --vm VM003 --query items[',
    code: 2,
    error: 'AZB_QUERY_INVALID',
  },
  {
    what: 'a query with a function that there is not',
    argv: 'enable --vm VM003 --query count(items)',
    code: 2,
    error: 'AZB_QUERY_INVALID',
    says: [/count/u],
  },
  {
    what: 'a config file that is not there',
    argv: 'enable --vm VM003 --config nowhere.yaml',
    code: 2,
    error: 'AZB_CONFIG_UNREADABLE',
    says: [/nowhere\.yaml/u],
  },
  ...[
    ['is not YAML', 'broken.yaml', 'AZB_CONFIG_INVALID'],
    ['has an unknown key', 'unknown-key.yaml', 'AZB_CONFIG_INVALID'],
    ['has a value that nobody knows', 'wrong-value.json', 'AZB_SETTING_INVALID'],
  ].map(([what = '', file = '', error = '']) => ({
    what: `a config file that ${what}`,
    argv: `enable --vm VM003 --config ${file}`,
    code: 2,
    error,
    says: [new RegExp(file.replace('.', String.raw`\.`), 'u')],
    options: () => ({ cwd: folder }),
  })),
  {
    what: 'a config file that is a folder',
    argv: 'enable --vm VM003 --config .',
    code: 2,
    error: 'AZB_CONFIG_UNREADABLE',
    options: () => ({ cwd: folder }),
  },
  {
    what: 'a variable that is neither true nor false',
    argv: 'enable --vm VM003',
    code: 2,
    error: 'AZB_SETTING_INVALID',
    says: [/AZBACKUP_DRY_RUN/u],
    options: () => ({ env: { AZBACKUP_DRY_RUN: 'perhaps', AZBACKUP_OUTPUT: 'json' } }),
  },
  {
    what: 'a principal that the sandbox does not have',
    argv: 'enable --vm VM003 --sandbox-as nobody',
    code: 2,
    error: 'AZB_SANDBOX_PRINCIPAL',
    says: [/azbackup-viewer/u],
  },
  {
    what: 'a world that there is not',
    argv: 'sandbox reset --world moon',
    code: 2,
    error: 'AZB_WORLD_UNKNOWN',
  },
];

describe.each([
  ['naming', NAMING],
  ['usage', USAGE],
  ['policies', badPolicies(() => folder)],
  ['settings', SETTINGS],
])('bad input: %s', (_kind, cases) => {
  it.each(cases)('$what: exit $code, $error', async (bad) => {
    const world = bad.world?.() ?? defaultWorld();
    const before = substance(world);
    const run = await runCli(bad.argv.split(' '), {
      world,
      env: { AZBACKUP_OUTPUT: 'json' },
      ...bad.options?.(),
    });
    expect(run.code).toBe(bad.code);
    expect(run.stdout).toBe('');
    const lines = run.stderr.trim().split('\n');
    expect(lines).toHaveLength(1);
    const error: ErrorEnvelope = JSON.parse(lines[0] ?? '');
    expect(error).toMatchObject({ type: 'error', code: bad.error, exitCode: bad.code });
    for (const text of bad.says ?? []) {
      expect(`${error.message}\n${error.cause ?? ''}\n${error.fix.join('\n')}`).toMatch(text);
    }
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });
});

describe('bad input in prose', () => {
  it('is one error with what helps', async () => {
    const run = await runCli(['enable', '--vm', 'VM01']);
    expect(run.stdout).toBe('');
    expect(run.stderr.match(/^error: /gmu)).toHaveLength(1);
    expect(run.stderr).toMatch(/similar names: VM001, VM010, VM011/u);
    expect(run.stderr).toMatch(/code AZB_VM_NOT_FOUND.*exit 3/u);
  });

  it('finds the machine that a name is short of once it is narrowed to its group', async () => {
    const { run, item } = await enable('--vm VM001 -g rg-legacy', { world: twoOfOneName() });
    expect(run.code).toBe(0);
    expect(item.vm.id).toBe(vmId('VM001', 'rg-legacy'));
  });
});

describe('what only judging can tell', () => {
  it('a vault of another region blocks: Azure would refuse it', async () => {
    const world = defaultWorld();
    const id = recoveryVaultId('rsv-west', 'rg-legacy');
    seedRecoveryVault(world, {
      id,
      location: 'japanwest',
      createdMilliseconds: world.nowMilliseconds,
    });
    const before = substance(world);
    const { run, item } = await enable('--vm VM003 --vault rsv-west', { world });
    expect(run.code).toBe(5);
    expect(
      item.findings.filter(({ status }) => status === 'fail').map(({ checkId }) => checkId),
    ).toEqual(['vm.region-matches-vault']);
    expect(substance(world)).toEqual(before);
  });

  it('no vault in the region blocks, and says how to make one', async () => {
    const world = defaultWorld();
    world.backup = {};
    for (const id of [recoveryVaultId('rsv-prod'), recoveryVaultId('rsv-legacy', 'rg-legacy')]) {
      delete world.resources[id.toLowerCase()];
    }
    const { run, item } = await enable('--vm VM003', { world });
    expect(run.code).toBe(5);
    const found = item.findings.find(({ checkId }) => checkId === 'vault.found');
    expect(found?.status).toBe('fail');
    expect(found?.fix.join('\n')).toContain('--create-vault');
  });

  it('not signed in: exit 4 before anything is sent', async () => {
    // No variables, and a PATH on which there is no az.
    const pathBefore = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      const run = await runCli(
        ['enable', '--vm', 'VM003', '--subscription', CONTOSO, '-o', 'json'],
        { azure: true },
      );
      expect(run.code).toBe(4);
      const error: ErrorEnvelope = JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '');
      expect(error).toMatchObject({ code: 'AZB_NO_CREDENTIAL', exitCode: 4 });
      expect(error.fix).toContain('az login');
      expect(run.exchanges).toEqual([]);
    } finally {
      process.env['PATH'] = pathBefore;
    }
  });

  it('a wrong client secret: exit 4, and Azure says why', async () => {
    const world = defaultWorld();
    const [operator] = world.directory.principals;
    const run = await runCli(['enable', '--vm', 'VM003', '-o', 'json'], {
      world,
      around: async (request, answer) => {
        if (request.url.includes('/oauth2/') && operator !== undefined) {
          operator.clientSecret = 'changed-meanwhile';
        }
        return answer();
      },
    });
    expect(run.code).toBe(4);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toContain('not-a-real-secret-operator');
  });
});

describe('no input at all', () => {
  it.each([
    ['', /enable/u],
    ['sandbox', /reset/u],
    ['--help', /enable/u],
    ['enable --help', /--grant/u],
  ])('azbackup %s shows help on stdout', async (argv, text) => {
    const run = await runCli(
      argv.split(' ').filter((word) => word !== ''),
      { azure: true },
    );
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(text);
    expect(run.stderr).toBe('');
  });
});
