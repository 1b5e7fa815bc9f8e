import { describe, expect, it } from 'vitest';
import type { ErrorEnvelope } from '../../../src/errors/error-envelope.js';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import type { PreflightDocument } from '../../../src/commands/preflight/result.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import {
  faultFor,
  type Fault,
  type FaultConsequence,
} from '../../../src/sandbox/faults/request-faults.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { backupAssignments, itemOf } from '../../workflow/support/contoso.js';
import { enable, grantAccess, words } from '../../workflow/protection/only-item.js';
import { rowsInTurn } from '../share.js';

const ENABLE = '--vm VM001 --grant';

/** Every kind of request that `enable VM001 --grant` sends; the order is that in which faults are asked. */
const KINDS: Readonly<Record<string, string>> = {
  'the sign-in': 'POST login.microsoftonline.com/**',
  'the subscriptions': 'GET management.azure.com/subscriptions',
  'the machines': 'GET **/providers/Microsoft.Compute/virtualMachines',
  'the machine': 'GET **/virtualMachines/VM001',
  'a disk': 'GET **/providers/Microsoft.Compute/disks/*',
  'the vaults': 'GET **/providers/Microsoft.RecoveryServices/vaults',
  'the locks': 'GET **/Microsoft.Authorization/locks',
  'the backup status': 'POST **/backupStatus',
  'the items': 'GET **/backupProtectedItems',
  'the policy': 'GET **/backupPolicies/*',
  'the directory': 'GET graph.microsoft.com/**',
  'the role assignments': 'GET **/roleAssignments',
  'the deny assignments': 'GET **/denyAssignments',
  "the caller's rights": 'GET **/Microsoft.Authorization/permissions',
  'the key vault': 'GET **/Microsoft.KeyVault/vaults/kv-prod-rbac',
  'the secret': 'GET kv-prod-rbac.vault.azure.net/secrets/**',
  'the key': 'GET kv-prod-rbac.vault.azure.net/keys/**',
  'the custom role': 'GET **/roleDefinitions/*',
  'the role to be made': 'PUT **/roleDefinitions/*',
  'the role to be assigned': 'PUT **/roleAssignments/*',
  'the item to be protected': 'PUT **/protectedItems/*',
  'the operation': 'GET **/operationsStatus/*',
  'the item to be read back': 'GET **/protectedItems/*',
};

const EACH = Object.entries(KINDS).map(([what, match]) => ({ what, match }));

function always(match: string, then: FaultConsequence): Fault[] {
  return [{ match, then }];
}

function isProtected(run: CliRun): boolean {
  return itemOf(run.world, 'VM001')?.policyName === 'DefaultPolicy';
}

/** The error of a run, from wherever it is told: the item or the envelope. */
function errorOf(run: CliRun): { readonly code: string; readonly message: string } | undefined {
  if (run.stdout !== '') {
    return run.json<EnableDocument>().items[0]?.error ?? undefined;
  }
  const last = run.stderr.trim().split('\n').at(-1) ?? '';
  const envelope: ErrorEnvelope = JSON.parse(last);
  return envelope;
}

/** Why a run came to nothing; a block counts when it changed nothing and each open check says more. */
function explanation(run: CliRun): string | undefined {
  const [item] = run.stdout === '' ? [] : run.json<EnableDocument>().items;
  if (item?.outcome !== 'blocked') {
    return errorOf(run)?.code;
  }
  const open = item.findings.filter(({ status }) => status === 'unknown');
  const explained = open.every(({ evidence, fix }) => evidence.length + fix.length > 0);
  return open.length > 0 && explained && run.writes.length === 0
    ? 'blocked by what is unknown'
    : 'blocked without a word';
}

describe('the kinds of requests', () => {
  it('are all that enable --grant sends, and no others', async () => {
    const { exchanges } = await runCli(words('enable', ENABLE));
    const isOf = (
      match: string,
      sent: { readonly method: string; readonly url: string },
    ): boolean => faultFor(always(match, { kind: 'hang' }), sent) !== undefined;
    const unsent = EACH.filter(({ match }) => !exchanges.some((sent) => isOf(match, sent)));
    const unnamed = exchanges.filter((sent) => !EACH.some(({ match }) => isOf(match, sent)));
    expect(unsent).toEqual([]);
    expect(unnamed.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
  });
});

describe('trouble that passes is outlived', () => {
  it.each<[string, FaultConsequence]>([
    ['429 with Retry-After', { kind: 'status', status: 429, retryAfterSeconds: 7 }],
    ['429 without', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503, retryAfterSeconds: 5 }],
    ['a broken connection', { kind: 'reset' }],
    ['an answer that was lost', { kind: 'reset', afterwards: true }],
    ['answers that are slow', { kind: 'slow', seconds: 20 }],
  ])('%s, once for every kind of request', async (_what, then) => {
    const faults = EACH.map(({ match }) => ({ match, nth: 1, then }));
    const run = await runCli(words('enable', ENABLE), { faults });
    expect(run.code).toBe(0);
    expect(run.json<EnableDocument>().items).toMatchObject([{ outcome: 'enabled' }]);
    expect(isProtected(run)).toBe(true);
    expect(backupAssignments(run.world, 'kv-prod-rbac')).toHaveLength(1);
    expect(run.world.authorization.customRoles).toHaveLength(1);
  });

  it('says that it waits because Azure throttles, and for how long', async () => {
    const run = await runCli(['enable', '--vm', 'VM003'], {
      faults: always('PUT **/protectedItems/*', {
        kind: 'status',
        status: 429,
        retryAfterSeconds: 324,
      }).map((fault) => ({ ...fault, times: 1 })),
    });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/throttl.*(?:324 s|5m24s)/u);
    expect(run.world.nowMilliseconds).toBeGreaterThanOrEqual(
      defaultWorld().nowMilliseconds + 324_000,
    );
  });

  it('an operation whose status cannot be read for a while is still followed to its end', async () => {
    const { run, item } = await enable('--vm VM003', {
      faults: [
        {
          match: 'GET **/operationsStatus/*',
          nth: 2,
          times: 3,
          then: { kind: 'status', status: 500 },
        },
      ],
    });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('enabled');
  });
});

/** What is not needed to be sure: the machine itself and its instance view tell of the same keys. */
// What is granted may still be denied, which Azure then says as it protects the machine.
const DISPENSABLE = new Set(['a disk', 'the locks', 'the deny assignments']);

describe('trouble that lasts', () => {
  it.each([...DISPENSABLE])('503 for %s: goes on', async (what) => {
    const run = await runCli(words('enable', ENABLE), {
      faults: always(KINDS[what] ?? '', { kind: 'status', status: 503 }),
    });
    expect(run.code).toBe(0);
    expect(isProtected(run)).toBe(true);
  });

  it('503 for the sign-in: out of service, not refused', async () => {
    const run = await runCli(words('enable', ENABLE), {
      faults: always(KINDS['the sign-in'] ?? '', { kind: 'status', status: 503 }),
    });
    expect(run.code).toBe(10);
  });

  it.each(
    rowsInTurn(
      EACH.filter(({ what }) => !DISPENSABLE.has(what) && what !== 'the sign-in'),
      3,
    ),
  )('503 for $what: never success, never a bug', async ({ match }) => {
    const run = await runCli(words('enable', ENABLE), {
      faults: always(match, { kind: 'status', status: 503 }),
    });
    expect([5, 6, 10]).toContain(run.code);
    expect(explanation(run)).toMatch(
      /^(?:blocked by what is unknown|AZB_(?:UNAVAILABLE|UNREACHABLE))$/u,
    );
  });

  it.each(rowsInTurn(EACH, 3))(
    'half an answer for $what, once: read again or told',
    async ({ what, match }) => {
      const run = await runCli(words('enable', ENABLE), {
        faults: [{ match, nth: 1, then: { kind: 'malformed' } }],
      });
      // What nobody could read a token from is no sign-in.
      const problem = what === 'the sign-in' ? [4, 10] : [5, 6, 7, 10];
      expect(isProtected(run) ? [0, ...problem] : problem).toContain(run.code);
    },
  );

  it.each([
    ['429 for longer than anybody waits', { kind: 'status', status: 429, retryAfterSeconds: 3600 }],
    ['503', { kind: 'status', status: 503 }],
    ['a connection that always breaks', { kind: 'reset' }],
  ] as const)('%s at the machine: exit 10 and an error that names it', async (_what, then) => {
    const run = await runCli(words('enable', '--vm VM003'), {
      faults: always('GET **/virtualMachines/VM003', then),
    });
    expect(run.code).toBe(10);
    expect(errorOf(run)?.message).toMatch(/VM003|management\.azure\.com/u);
    expect(run.writes).toEqual([]);
  });

  it('a long Retry-After is named, not slept through', async () => {
    const world = defaultWorld();
    const started = world.nowMilliseconds;
    const run = await runCli(['enable', '--vm', 'VM003'], {
      world,
      faults: always('GET **/virtualMachines/VM003', {
        kind: 'status',
        status: 429,
        retryAfterSeconds: 3600,
      }),
    });
    expect(run.code).toBe(10);
    expect(run.stderr).toContain('3600 seconds');
    expect(world.nowMilliseconds).toBe(started);
  });

  it('what was made before it stays, and the next run goes on', async () => {
    const world = defaultWorld();
    const first = await enable(ENABLE, {
      world,
      faults: always('PUT **/roleAssignments/*', { kind: 'status', status: 503 }),
    });
    expect(first.run.code).toBe(6);
    expect(first.item.changes.map(({ status }) => status)).toEqual(['done', 'failed', 'skipped']);
    const second = await enable(ENABLE, { world });
    expect(second.run.code).toBe(0);
    expect(second.item.changes.map(({ type }) => type)).toEqual(['put-role-assignment', 'protect']);
  });

  it('one of several machines: the others are protected, the command is partial', async () => {
    const run = await runCli(words('enable', '--vm VM003 --vm VM015'), {
      faults: always('PUT **/protectedItems/*vm003', { kind: 'status', status: 503 }),
    });
    expect(run.code).toBe(6);
    expect(run.json<EnableDocument>().items.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'enabled',
    ]);
  });

  it('a grant that could not be looked at again is not called granted', async () => {
    let written = false;
    const { run, item } = await grantAccess('--vm VM001', {
      around: async (request, answer) => {
        const reads = request.method === 'GET' && request.url.includes('/roleAssignments');
        if (written && reads) {
          return Response.json({ error: { code: 'ServiceUnavailable' } }, { status: 503 });
        }
        const response = await answer();
        written ||= request.method === 'PUT' && request.url.includes('/roleAssignments/');
        return response;
      },
    });
    expect(written).toBe(true);
    expect(item.outcome).not.toBe('granted');
    expect(run.code).not.toBe(0);
    expect(item.changes.map(({ status }) => status)).toEqual(['done', 'done']);
  });

  it.each(['grant-access --vm VM001', 'grant-access --vm VM001 --revoke --yes'])(
    '%s: a grant that cannot be read is neither there nor absent',
    async (argv) => {
      const run = await runCli([...argv.split(' '), '-o', 'json'], {
        faults: always('GET **/roleAssignments', { kind: 'status', status: 503 }),
      });
      expect(run.code).toBe(10);
      expect(errorOf(run)?.code).toBe('AZB_GRANT_UNKNOWN');
      expect(run.writes).toEqual([]);
    },
  );

  it('a custom role that cannot be read is not written over', async () => {
    const run = await runCli(words('grant-access', '--vm VM001'), {
      faults: always('GET **/roleDefinitions/*', { kind: 'status', status: 503 }),
    });
    expect(run.code).toBe(10);
    expect(errorOf(run)?.message).toContain('azbackup-backup-reader');
    expect(run.writes).toEqual([]);
  });

  it('status of a vault tells of the machines that can be read', async () => {
    const run = await runCli(words('status', '--vault rsv-prod'), {
      faults: always('GET **/virtualMachines/VM005', { kind: 'status', status: 503 }),
    });
    const { items } = run.json<StatusDocument>();
    expect(run.code).toBe(6);
    expect(items.map(({ vm, outcome }) => [vm.name, outcome])).toContainEqual(['VM005', 'failed']);
    expect(items.map(({ vm, outcome }) => [vm.name, outcome])).toContainEqual([
      'VM011',
      'soft-deleted',
    ]);
  });
});

describe('a key vault whose data plane is out of reach', () => {
  const unreachable = always('* kv-prod-app.vault.azure.net/**', { kind: 'reset' });

  it.each([
    ['warns', '', 0, 'warning'],
    ['blocks when it is to be strict', ' --strict', 5, 'blocked'],
  ])('%s with unknown checks that say what to do', async (_what, more, code, verdict) => {
    const run = await runCli(words('preflight', `--vm VM005${more}`), { faults: unreachable });
    const [item] = run.json<PreflightDocument>().items;
    expect([run.code, item?.verdict]).toEqual([code, verdict]);
    const unknown = item?.findings.filter(({ status }) => status === 'unknown') ?? [];
    expect(unknown.map(({ checkId }) => checkId)).toEqual(
      expect.arrayContaining(['ade.secret-current', 'ade.key-current']),
    );
    for (const { evidence, fix } of unknown) {
      expect(`${evidence.join(' ')} ${fix.join(' ')}`).toMatch(/vault\.azure\.net|kv-prod-app/u);
    }
  });

  it('enable goes on, as the backup service reads it by itself', async () => {
    const { run, item } = await enable('--vm VM012', {
      faults: always('* kv-prod-granted.vault.azure.net/**', { kind: 'reset' }),
    });
    expect([run.code, item.outcome]).toEqual([0, 'enabled']);
  });

  it('a strict enable is blocked, and changes nothing', async () => {
    const { run, item } = await enable('--vm VM012 --strict', {
      faults: always('* kv-prod-granted.vault.azure.net/**', { kind: 'reset' }),
    });
    expect(run.code).toBe(5);
    expect(item.outcome).toBe('blocked');
    expect(run.writes).toEqual([]);
  });

  it('goes on when the user overrides just these checks', async () => {
    const { run, item } = await enable(
      '--vm VM012 --strict --ignore ade.secret-current --ignore ade.secret-tagged',
      { faults: always('* kv-prod-granted.vault.azure.net/**', { kind: 'reset' }) },
    );
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('enabled');
  });
});
