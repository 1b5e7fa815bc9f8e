// Each view as a person sees it: a terminal of 100 columns, without colour. The goldens are in test/golden.
import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../../src/commands/catalogue.js';
import { DRILL_REPORT } from '../commands/drill/samples.js';
import { formatResultView } from '../../support/result-view.js';
import { createView, type View } from '../../../src/output/view.js';
import { ITEM_CHANGE_SAMPLES, VAULT_SAMPLES } from '../commands/item-change/samples.js';
import { JOB_SAMPLES } from '../commands/jobs/samples.js';
import { POLICY_SAMPLES } from '../commands/policy/samples.js';
import { RUN_SAMPLES } from '../commands/runs/samples.js';
import { recordIo } from './recorded-io.js';
import {
  CERTIFICATE_KEY,
  enable,
  enableItem,
  FAILING,
  finding,
  grantAccess,
  grantItem,
  KEY_VAULT_DENIED,
  LEGACY_VAULT,
  machine,
  NOW,
  PASSING,
  preflight,
  preflightItem,
  RETIREMENT,
  SECRETS_LACKING,
  SEVERAL_ENABLES,
  SEVERAL_PREFLIGHTS,
  status,
  statusItem,
  UNPROTECTED,
  UNREADABLE,
} from '../commands/results/sample-documents.js';
import {
  SANDBOX_RESET,
  SANDBOX_CLOCK,
  SANDBOX_ENV,
  SANDBOX_FAULT,
  SANDBOX_SERVE,
  SANDBOX_VERIFY,
  SANDBOX_SHOW,
} from '../commands/results/sandbox-samples.js';
import { goldenFile } from '../../support/golden.js';

function terminal(verbose = false, columns = 100): View {
  return createView(recordIo({ tty: true, columns }).io, 'out', { now: NOW, verbose });
}

const SAMPLES: readonly (readonly [string, ResultDocument])[] = [
  ['preflight-blocked', preflight([preflightItem('VM001')])],
  [
    'preflight-warning',
    preflight([preflightItem('VM005', { outcome: 'warning', findings: [...PASSING, RETIREMENT] })]),
  ],
  [
    'preflight-unknown-and-ignored',
    preflight([
      preflightItem('VM001', {
        findings: [
          ...PASSING,
          UNREADABLE,
          CERTIFICATE_KEY,
          { ...SECRETS_LACKING, ignored: true },
          finding('vm.note', { status: 'fail', severity: 'info', summary: 'worth knowing' }),
        ],
      }),
    ]),
  ],
  ['preflight-several', SEVERAL_PREFLIGHTS],
  ['enable-protected', enable([enableItem('VM001')])],
  [
    'enable-nothing-to-do',
    enable([
      enableItem('VM001', {
        outcome: 'already-enabled',
        lastRecoveryPoint: '2026-11-22T22:41:00Z',
        changes: [],
      }),
    ]),
  ],
  ['enable-dry-run', enable([enableItem('VM001', { outcome: 'planned' })], true)],
  [
    'enable-elsewhere',
    enable([enableItem('VM010', { outcome: 'elsewhere', vault: LEGACY_VAULT })]),
  ],
  ['enable-accepted', enable([enableItem('VM001', { outcome: 'accepted' })])],
  ['enable-interrupted', enable([enableItem('VM001', { outcome: 'interrupted' })])],
  [
    'enable-blocked',
    enable([enableItem('VM006', { outcome: 'blocked', findings: [...PASSING, CERTIFICATE_KEY] })]),
  ],
  ['enable-failed', enable([enableItem('VM001', { outcome: 'failed', error: KEY_VAULT_DENIED })])],
  ['enable-several', SEVERAL_ENABLES],
  ['grant-access-granted', grantAccess([grantItem('VM001')])],
  [
    'grant-access-several',
    grantAccess([
      grantItem('VM001'),
      grantItem('VM003', { outcome: 'not-needed', keyVaults: [] }),
      grantItem('VM005', { outcome: 'already-granted' }),
    ]),
  ],
  ['status-healthy', status([statusItem('VM005')])],
  ['status-failing', status([FAILING])],
  ['status-not-protected', status([UNPROTECTED])],
  [
    'status-several',
    status([
      statusItem('VM005'),
      FAILING,
      UNPROTECTED,
      statusItem('VM011', {
        outcome: 'soft-deleted',
        softDelete: { deletedAt: '2026-11-20T08:00:00Z', remainingSeconds: 950_000 },
      }),
    ]),
  ],
  ...ITEM_CHANGE_SAMPLES,
  ...VAULT_SAMPLES,
  ...RUN_SAMPLES,
  ['sandbox-reset', SANDBOX_RESET],
  ['sandbox-reset-dry-run', { ...SANDBOX_RESET, dryRun: true }],
  ['sandbox-show', SANDBOX_SHOW],
  ['sandbox-serve', SANDBOX_SERVE],
  ['sandbox-env-bash', SANDBOX_ENV],
  ['sandbox-env-fish', { ...SANDBOX_ENV, shell: 'fish' }],
  ['sandbox-env-powershell', { ...SANDBOX_ENV, shell: 'powershell' }],
  ['sandbox-verify', SANDBOX_VERIFY],
  ['sandbox-clock', SANDBOX_CLOCK],
  ['sandbox-fault', SANDBOX_FAULT],
];

/** Everything that is shown as a table. */
const TABLES = [...SAMPLES, ...JOB_SAMPLES, ...POLICY_SAMPLES, ...VAULT_SAMPLES].filter(([name]) =>
  ['status-several', 'jobs-list', 'policy-list', 'vault-list'].includes(name),
);

it('has a table of each kind to show', () => {
  expect(new Set(TABLES.map(([name]) => name)).size).toBe(4);
});

describe('the views', () => {
  it.each(SAMPLES)('%s', async (name, document) => {
    const text = formatResultView(document, terminal());
    await expect(text).toMatchFileSnapshot(goldenFile(name));
  });

  it.each(SAMPLES)('%s fits 100 columns', (_, document) => {
    const lines = formatResultView(document, terminal(false, 160)).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it.each([100, 80, 60])('drill report keeps when a VM last passed, at %s columns', (columns) => {
    const [head] = formatResultView(DRILL_REPORT, terminal(false, columns)).split('\n');
    expect(head).toMatch(/RESULT +LAST PASSED/u);
  });

  it.each(TABLES)('%s fits 80 columns as a table, with codes and ids whole', (_, document) => {
    const lines = formatResultView(document, terminal(false, 80)).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => /\w…\w/u.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(2);
  });

  it('shows checks that pass one by one when asked', async () => {
    const text = formatResultView(preflight([preflightItem('VM001')]), terminal(true));
    await expect(text).toMatchFileSnapshot(goldenFile('preflight-verbose'));
  });

  it('tells times in RFC 3339 and ids in full in a pipe', async () => {
    const view = createView(recordIo().io, 'out', { now: NOW });
    const text =
      formatResultView(SEVERAL_ENABLES, view) + formatResultView(status([FAILING]), view);
    await expect(text).toMatchFileSnapshot(goldenFile('pipe'));
  });

  it('wraps by words on a narrow terminal', () => {
    const text = formatResultView(preflight([preflightItem('VM001')]), terminal(false, 60));
    expect(text).toContain('keys of\n');
  });

  it('counts machines of which there are none', () => {
    expect(formatResultView(preflight([]), terminal())).toBe('No virtual machines found.\n');
    expect(formatResultView(status([]), terminal())).toBe('No virtual machines found.\n');
  });

  it.each([
    ['policy-changed', 'VM001 is protected by rsv-prod with DefaultPolicy now.'],
    [
      'resumed',
      'Backups of VM001 to rsv-prod are resumed. The next one runs at 22:30 UTC (07:30 JST).',
    ],
    ['granted', 'The backup service can read the keys needed to back up VM001'],
  ] as const)('says what %s means', (outcome, expected) => {
    const text = formatResultView(enable([enableItem('VM001', { outcome })]), terminal());
    expect(text).toContain(expected);
  });

  it.each([
    ['already-granted', 'can already read the keys for backups of VM001 in kv-prod-rbac'],
    ['revoked', 'no longer has the access that azbackup granted on kv-prod-rbac'],
    ['nothing-to-revoke', 'has no access granted by azbackup on kv-prod-rbac'],
    ['not-needed', 'VM001 does not use Azure Disk Encryption'],
    ['planned', 'Dry run: nothing was changed.'],
    ['interrupted', 'run the command again to continue'],
  ] as const)('says what %s means for grants', (outcome, expected) => {
    const text = formatResultView(grantAccess([grantItem('VM001', { outcome })]), terminal());
    expect(text).toContain(expected);
  });

  it('says what the service still lacks', () => {
    const item = grantItem('VM001');
    const keyVaults = item.keyVaults.map((vault) => ({ ...vault, missing: ['keys/read'] }));
    const document = grantAccess([grantItem('VM001', { outcome: 'planned', keyVaults })]);
    expect(formatResultView(document, terminal())).toContain('\n  kv-prod-rbac lacks keys/read\n');
  });

  it('lets no control character of a name or message reach the terminal', () => {
    const name = 'VM\u001B]0;owned\u0007\u009B2J';
    const item = enableItem(name, { vm: { ...machine(name), name }, outcome: 'accepted' });
    const text = formatResultView(enable([item]), terminal());
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
  });
});
