import { describe, expect, it } from 'vitest';
import type { PreflightDocument, PreflightItem } from '../../../src/commands/preflight/result.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { substance } from '../support/contoso.js';
import { preflight, words } from './only-item.js';

/** What stands in a machine's way: check, status, severity, name of the subject, first fix. */
type Hindrance = readonly [check: string, severity: string, subject: unknown, fix: unknown];

interface Case {
  readonly vm: string;
  readonly verdict: PreflightItem['verdict'];
  readonly policy: string;
  readonly hindrances: readonly Hindrance[];
}

const grantFix = (vm: string): string => `azbackup grant-access --vm ${vm}`;

const CASES: readonly Case[] = [
  {
    vm: 'VM001',
    verdict: 'blocked',
    policy: 'DefaultPolicy',
    hindrances: [
      ['access.secrets-granted', 'block', 'kv-prod-rbac', grantFix('VM001')],
      ['access.keys-granted', 'block', 'kv-prod-rbac', grantFix('VM001')],
    ],
  },
  {
    vm: 'VM002',
    verdict: 'blocked',
    policy: 'DefaultPolicy',
    hindrances: [['access.secrets-granted', 'block', 'kv-prod-policy', grantFix('VM002')]],
  },
  { vm: 'VM003', verdict: 'ready', policy: 'DefaultPolicy', hindrances: [] },
  { vm: 'VM004', verdict: 'ready', policy: 'DefaultPolicy', hindrances: [] },
  { vm: 'VM005', verdict: 'ready', policy: 'daily-90-days', hindrances: [] },
  {
    vm: 'VM006',
    verdict: 'blocked',
    policy: 'DefaultPolicy',
    hindrances: [
      [
        'ade.key-standalone',
        'block',
        expect.stringMatching(/^[\da-f]{32}$/u),
        'az keyvault key create --vault-name kv-prod-cert --name VM006-kek --kty RSA --size 4096',
      ],
    ],
  },
  {
    vm: 'VM007',
    verdict: 'blocked',
    policy: 'DefaultPolicy',
    hindrances: [['vm.agent-ready', 'block', 'VM007', expect.stringMatching(/waagent/u)]],
  },
  {
    vm: 'VM008',
    verdict: 'blocked',
    policy: 'DefaultPolicy',
    hindrances: [
      [
        'ade.key-current',
        'block',
        expect.stringMatching(/^[\da-f]{32}$/u),
        expect.stringMatching(
          /^az keyvault key set-attributes --vault-name kv-prod-granted --name kek-vm008 --version [\da-f]{32} --enabled true$/u,
        ),
      ],
    ],
  },
  {
    vm: 'VM009',
    verdict: 'blocked',
    policy: 'DefaultPolicy',
    hindrances: [
      [
        'keyvault.lets-backup-through',
        'block',
        'kv-prod-firewall',
        expect.stringMatching(
          /^az keyvault update --name kv-prod-firewall .*--bypass AzureServices$/u,
        ),
      ],
    ],
  },
  {
    vm: 'VM010',
    verdict: 'blocked',
    policy: 'DefaultPolicy',
    hindrances: [
      [
        'vm.not-protected-elsewhere',
        'block',
        'VM010',
        expect.stringMatching(
          /^azbackup enable --vm VM010 --vault \/subscriptions\/.*rsv-legacy$/u,
        ),
      ],
    ],
  },
  {
    vm: 'VM011',
    verdict: 'warning',
    policy: 'DefaultPolicy',
    hindrances: [['vm.item-not-soft-deleted', 'warn', 'VM011', 'azbackup undelete --vm VM011']],
  },
  { vm: 'VM012', verdict: 'ready', policy: 'DefaultPolicy', hindrances: [] },
  { vm: 'VM013', verdict: 'ready', policy: 'EnhancedPolicy', hindrances: [] },
  {
    vm: 'VM014',
    verdict: 'blocked',
    policy: 'daily-90-days',
    hindrances: [
      ['ade.secret-current', 'block', expect.any(String), 'azbackup audit-keys --vm VM014'],
      ['ade.key-current', 'block', expect.any(String), 'azbackup audit-keys --vm VM014'],
    ],
  },
  { vm: 'VM015', verdict: 'ready', policy: 'DefaultPolicy', hindrances: [] },
  {
    vm: 'VM016',
    verdict: 'blocked',
    policy: 'daily-90-days',
    hindrances: [
      ['access.secrets-granted', 'block', 'kv-prod-new', grantFix('VM016')],
      ['access.keys-granted', 'block', 'kv-prod-new', grantFix('VM016')],
    ],
  },
];

function hindrancesOf(item: PreflightItem): Hindrance[] {
  return item.findings
    .filter(({ status }) => status === 'fail' || status === 'unknown')
    .map(({ checkId, severity, subject, fix }) => [
      checkId,
      severity,
      subject.split('/').at(-1),
      fix[0],
    ]);
}

function failing(item: PreflightItem): string[] {
  return hindrancesOf(item).map(([check]) => check);
}

/** An azbackup command as its arguments. */
function pasted(fix: string): string[] {
  return fix.split(' ').slice(1);
}

describe('preflight judges each machine of the default world', () => {
  it.each(CASES)('$vm is $verdict', async ({ vm, verdict, policy, hindrances }) => {
    const { run, item } = await preflight(`--vm ${vm}`);
    expect(item).toMatchObject({ outcome: verdict, verdict, policy, error: null });
    expect(hindrancesOf(item)).toEqual(hindrances);
    const open = item.findings.filter(({ status }) => status === 'fail');
    expect(open.filter(({ evidence, fix }) => evidence.length * fix.length === 0)).toEqual([]);
    expect(run.code).toBe(verdict === 'blocked' ? 5 : 0);
  });

  it('looks at every machine without changing anything', async () => {
    const world = defaultWorld();
    const before = substance(world);
    const run = await runCli(words('preflight', CASES.map(({ vm }) => `--vm ${vm}`).join(' ')), {
      world,
    });
    const { items, summary } = run.json<PreflightDocument>();
    expect(run.code).toBe(5);
    expect(items.map(({ vm }) => vm.name)).toEqual(CASES.map(({ vm }) => vm));
    expect(summary).toEqual({ total: 16, ready: 6, warning: 1, blocked: 9, failed: 0 });
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });
});

describe('a fix that preflight prints works when it is pasted', () => {
  const fixable = CASES.flatMap(({ vm, hindrances }) =>
    hindrances.slice(0, 1).flatMap(([check]) => ({ vm, check })),
  ).filter(({ vm }) => ['VM001', 'VM002', 'VM010', 'VM011', 'VM016'].includes(vm));

  it.each(fixable)('$vm: $check', async ({ vm }) => {
    const world = defaultWorld();
    const { item } = await preflight(`--vm ${vm}`, { world });
    const fix = item.findings.find(({ status }) => status === 'fail')?.fix[0] ?? '';
    expect((await runCli(pasted(fix), { world })).code).toBe(0);
    const inVault = /--vault (?<id>\S+)/u.exec(fix)?.groups?.['id'];
    const after = await preflight(
      `--vm ${vm}${inVault === undefined ? '' : ` --vault ${inVault}`}`,
      { world },
    );
    expect(failing(after.item)).toEqual([]);
    expect(after.item.verdict).toBe('ready');
  });
});

describe('options of preflight', () => {
  it.each([
    ['--ignore access.secrets-granted --ignore access.keys-granted', 0, 'ready'],
    ['--ignore access.secrets-granted', 5, 'blocked'],
    ['--ignore ade.key-current', 5, 'blocked'],
  ])('VM001 %s exits %i', async (ignore, code, verdict) => {
    const { run, item } = await preflight(`--vm VM001 ${ignore}`);
    expect(run.code).toBe(code);
    expect(item.verdict).toBe(verdict);
    expect(failing(item)).toEqual(['access.secrets-granted', 'access.keys-granted']);
    const ignored = item.findings
      .filter((finding) => finding.ignored)
      .map(({ checkId }) => checkId);
    expect([...new Set(ignored)]).toEqual(ignore.match(/\w+\.[\w-]+/gu));
  });

  it.each([
    ['VM003', 'daily-90-days', 0, []],
    ['VM003', 'DAILY-90-DAYS', 0, []],
    ['VM003', 'nightly', 5, ['policy.found']],
    // A policy for databases is no policy for machines.
    ['VM003', 'HourlyLogBackup', 5, ['policy.found']],
    ['VM013', 'DefaultPolicy', 5, ['vm.security-type-fits-policy']],
  ])('%s judged for policy %s exits %i', async (vm, policy, code, checks) => {
    const { run, item } = await preflight(`--vm ${vm} --policy ${policy}`);
    expect(failing(item)).toEqual(checks);
    expect(run.code).toBe(code);
  });

  it('answers to the name check as well', async () => {
    const [check, preflighted] = await Promise.all([
      runCli(['check', '--vm', 'VM001', '-o', 'json']),
      runCli(['preflight', '--vm', 'VM001', '-o', 'json']),
    ]);
    expect(check.json()).toEqual(preflighted.json());
    expect(check.code).toBe(preflighted.code);
  });

  it('folds passing checks, and shows them with -v', async () => {
    const folded = await runCli(['preflight', '--vm', 'VM001']);
    const verbose = await runCli(['preflight', '--vm', 'VM001', '-v']);
    expect(folded.stdout).not.toContain('keyvault.purge-protection-on');
    expect(folded.stdout).toMatch(/ok {4}\d+ checks pass/u);
    expect(verbose.stdout).toContain('keyvault.purge-protection-on');
    expect(verbose.code).toBe(folded.code);
  });

  it('asks with --grant whether the caller may grant', async () => {
    const without = await preflight('--vm VM001');
    const asked = await preflight('--vm VM001 --grant');
    const verdictOf = (item: PreflightItem): string | undefined =>
      item.findings.find(({ checkId }) => checkId === 'access.caller-can-grant')?.status;
    expect(verdictOf(without.item)).toBe('skip');
    expect(verdictOf(asked.item)).toBe('pass');
  });

  it('judges a blocked machine beside a ready one: blocked, both told', async () => {
    const run = await runCli(['preflight', '--vm', 'VM003', '--vm', 'VM001']);
    expect(run.code).toBe(5);
    expect(run.stdout).toMatch(/^ready +VM003/mu);
    expect(run.stdout).toMatch(/^blocked +VM001/mu);
  });

  it.each([
    [
      'by id',
      '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/RG-PROD/providers/Microsoft.Compute/virtualMachines/vm003',
    ],
    ['in another casing', 'vm003'],
  ])('finds a machine named %s', async (_how, name) => {
    const { run, item } = await preflight(`--vm ${name}`);
    expect(run.code).toBe(0);
    expect(item.vm.name).toBe('VM003');
  });

  it('counts a machine named twice once', async () => {
    const run = await runCli(['preflight', '--vm', 'VM003', '--vm', 'vm003', '-o', 'json']);
    expect(run.json<PreflightDocument>().items).toHaveLength(1);
  });
});
