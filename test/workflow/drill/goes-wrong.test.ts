// Every way in which a drill can go wrong: its verdicts are true, and nothing is left that is not said.
import { describe, expect, it } from 'vitest';
import { resourcesOfType } from '../../../src/sandbox/kernel/resource.js';
import { DELETED_VAULT_TYPE } from '../../../src/sandbox/providers/key-vault/vaults/deleted-vaults.js';
import type { DrillReportDocument } from '../../../src/commands/drill/report/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { CliRun, RunOptions } from '../../support/run-cli.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { purgeEverything } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { addKind, type Kind } from '../restore/restore-kinds.js';
import { drill, everythingIn } from './drills.js';

interface Failure extends RunOptions {
  readonly argv?: string;
  readonly change?: Partial<WorldState>;
}

type Row = readonly [name: string, failure: Failure, code: number, outcome: string, reason: RegExp];

/** In the default world. */
const CORES_IN_USE = 32;

const SCRIPT = '--check boots,script:-';

const ROWS: readonly Row[] = [
  [
    'the restore fails',
    { faults: [{ match: 'job Restore VM010', then: { kind: 'job', outcome: 'Failed' } }] },
    12,
    'failed',
    /^restore: /u,
  ],
  [
    'the network cannot be made',
    { faults: [{ match: 'PUT **/virtualNetworks/*', then: { kind: 'status', status: 403 } }] },
    6,
    'inconclusive',
    /could not be made/u,
  ],
  [
    'the machine cannot be made for want of quota',
    {
      faults: [
        {
          match: 'PUT **/virtualMachines/VM010-drill',
          then: {
            kind: 'status',
            status: 409,
            code: 'OperationNotAllowed',
            message: 'Operation could not be completed as it results in exceeding approved quota.',
          },
        },
      ],
    },
    6,
    'inconclusive',
    /^restore: /u,
  ],
  [
    'the VM was restored ten times on this day',
    {
      faults: [
        {
          match: 'POST **/restore',
          then: { kind: 'status', status: 400, code: 'UserErrorMaxRestoresReached' },
        },
      ],
    },
    6,
    'inconclusive',
    /^restore: /u,
  ],
  [
    'the machine does not come up',
    { change: { guests: [{ machine: 'VM010-drill', boots: false }] } },
    6,
    'inconclusive',
    /^boots: .*waiting for its key/u,
  ],
  [
    'a script fails',
    {
      argv: SCRIPT,
      stdin: 'systemctl is-active app',
      change: { scripts: [{ exitCode: 3, error: 'inactive' }] },
    },
    12,
    'failed',
    /^script: exit code 3: inactive$/u,
  ],
  [
    'a script hangs',
    {
      argv: `${SCRIPT} --validation-window 10m`,
      stdin: 'sleep',
      change: { scripts: [{ hangs: true }] },
    },
    12,
    'failed',
    /^script: it did not end in the validation window$/u,
  ],
];

describe('a drill', () => {
  it('for which the quota is too small makes nothing', async () => {
    const world = Object.assign(defaultWorld(), { quotas: { japaneast: { cores: 1 } } });
    const before = everythingIn(world);
    const run = await runCli(['drill', 'run', '--vm', 'VM010', '-o', 'json'], { world });
    expect([run.code, run.writes]).toEqual([5, []]);
    expect(run.stderr).toContain('AZB_QUOTA_EXCEEDED');
    expect(everythingIn(world)).toEqual(before);
  });

  it('asks for the quota of the size that was chosen, and shows that size', async () => {
    const options = ['drill', 'run', '--vm', 'VM010', '--dry-run', '-o', 'json', '--size'];
    const plan = async (size: string): Promise<CliRun> =>
      runCli([...options, size], {
        world: Object.assign(defaultWorld(), {
          quotas: { japaneast: { cores: CORES_IN_USE + 2 } },
        }),
      });
    const small = await plan('Standard_D2s_v3');
    expect([small.code, small.stdout]).toEqual([0, expect.stringContaining('Standard_D2s_v3')]);
    const large = await plan('Standard_D4s_v3');
    expect([large.code, large.stderr]).toEqual([
      5,
      expect.stringContaining('Standard_D4s_v3 needs 4'),
    ]);
  });

  it.each(ROWS)('%s', async (...[, { argv = '', change, ...options }, code, outcome, reason]) => {
    const world = Object.assign(defaultWorld(), change);
    const before = everythingIn(world);
    const vm = argv.includes('--vm') ? '' : '--vm VM010';
    const { run, item } = await drill(
      `${vm} ${argv}`.trim().replaceAll(/ +/gu, ' '),
      world,
      options,
    );
    expect([run.code, item.outcome, item.cleanup]).toEqual([code, outcome, 'clean']);
    expect(item.reasons.join('\n')).toMatch(reason);
    expect(everythingIn(world)).toEqual(before);
  });

  it('fails where extensions of the original are missing', async () => {
    const world = defaultWorld();
    // Its ADE extension only runs as an Entra application, which is not given.
    addKind(world, { osType: 'Windows', ade: 'kek', pass: 'DoublePass', dataDiskSizesGB: [32] });
    const { run, item } = await drill('--vm VM300 --check extensions', world);
    expect([run.code, item.outcome, item.cleanup]).toEqual([12, 'failed', 'clean']);
    expect(item.reasons.join()).toMatch(/^extensions: .*AzureDiskEncryption.* is not there/u);
  });

  it('does not pass where the disks of the restored VM cannot be looked at', async () => {
    let isMade = false;
    let looks = 0;
    const { run, item } = await drill('--vm VM014 --check encryption', defaultWorld(), {
      around: ({ method, url }, answer) => {
        const isOfVm = new URL(url).pathname.endsWith('/virtualMachines/VM014-drill');
        isMade ||= isOfVm && method === 'PUT';
        looks += isOfVm && isMade && method === 'GET' ? 1 : 0;
        // The first one is of its creation.
        return isOfVm && looks > 1
          ? Promise.resolve(
              Response.json(
                { error: { code: 'AuthorizationFailed', message: '' } },
                { status: 403 },
              ),
            )
          : answer();
      },
    });
    expect([run.code, item.outcome, item.cleanup]).toEqual([6, 'inconclusive', 'clean']);
    expect(item.reasons).toEqual(['encryption: it was not looked at']);
  });

  it.each([
    [3, 0, 'clean', 0],
    [1000, 6, 'leftovers', 1],
  ])(
    'purges its key vault where Azure lists it in soft delete after %s looks',
    async (late, code, cleanup, left) => {
      const world = defaultWorld();
      let looks = 0;
      const { run, item } = await drill('--vm VM014', world, {
        around: ({ url }, answer) => {
          const isList = new URL(url).pathname.endsWith('/deletedVaults');
          looks += isList ? 1 : 0;
          return isList && looks <= late ? Promise.resolve(Response.json({ value: [] })) : answer();
        },
      });
      expect([run.code, item.outcome, item.cleanup]).toEqual([code, 'passed', cleanup]);
      expect(resourcesOfType(world, DELETED_VAULT_TYPE)).toHaveLength(left);
      const again = await runCli(['drill', 'clean', item.id, '--yes'], { world });
      expect(again.code).toBe(0);
      expect(resourcesOfType(world, DELETED_VAULT_TYPE)).toEqual([]);
    },
  );

  it('does not call its key vault deleted where it may not look for it', async () => {
    const { run, item } = await drill('--vm VM014', defaultWorld(), {
      faults: [{ match: 'GET **/deletedVaults', then: { kind: 'status', status: 403 } }],
    });
    const vault = item.resources.find(({ kind }) => kind === 'key-vault');
    expect([run.code, item.cleanup, vault?.state]).toEqual([6, 'leftovers', 'purge-pending']);
  });

  it('is not clean where its staging account cannot be found', async () => {
    let isMade = false;
    const { run, item } = await drill('--vm VM010', defaultWorld(), {
      around: ({ method, url }, answer) => {
        const { pathname } = new URL(url);
        isMade ||= method === 'PUT' && pathname.endsWith('/virtualMachines/VM010-drill');
        return isMade && pathname.endsWith('/storageAccounts')
          ? Promise.resolve(Response.json({ value: [] }))
          : answer();
      },
    });
    expect([run.code, item.cleanup]).toEqual([6, 'leftovers']);
    expect(item.cleanupReasons).toEqual([expect.stringContaining('may be left')]);
  });

  it('waits until the address of its key vault is known', async () => {
    let looks = 0;
    const { run, item } = await drill('--vm VM014', defaultWorld(), {
      around: async ({ method, url }, answer) => {
        const { host, pathname } = new URL(url);
        if (method === 'GET' && /\/vaults\/azbdrill-[^/]+$/u.test(pathname) && looks < 4) {
          looks += 1;
          const text = await (await answer()).text();
          return new Response(text.replace('"Succeeded"', '"RegisteringDns"'), {
            headers: { 'content-type': 'application/json' },
          });
        }
        if (host.startsWith('azbdrill-') && looks < 4) {
          const message = `getaddrinfo ENOTFOUND ${host}`;
          throw Object.assign(new Error(message), { code: 'ENOTFOUND' });
        }
        return answer();
      },
    });
    expect([run.code, item.outcome, item.reasons, looks]).toEqual([0, 'passed', [], 4]);
  });

  it('for which there is no such size makes nothing', async () => {
    const world = defaultWorld();
    const before = everythingIn(world);
    const argv = 'drill run --vm VM010 --size Standard_Foo'.split(' ');
    const run = await runCli(argv, { world });
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('AZB_SIZE_NOT_FOUND');
    expect(everythingIn(world)).toEqual(before);
  });

  it('keeps what it has made for as long as was asked, where it did not pass', async () => {
    const world = defaultWorld();
    const { item } = await drill('--vm VM010 --rpo 1s --keep-on-failure 1h', world);
    const keep = item.phases.find(({ name }) => name === 'keep');
    expect([item.outcome, item.cleanup, keep?.seconds]).toEqual(['failed', 'clean', 3600]);
  });

  it('that is stopped by Ctrl-C takes away what it has made', async () => {
    const whole = await drill('--vm VM010', defaultWorld());
    for (const share of [0.3, 0.5, 0.8]) {
      const world = defaultWorld();
      const before = everythingIn(world);
      const requests = Math.floor(whole.run.exchanges.length * share);
      const { run, item } = await drill('--vm VM010', world, {
        signalAfter: { requests, signal: 'SIGINT' },
      });
      expect([run.code, item.cleanup]).toEqual([130, 'clean']);
      expect(item.outcome).not.toBe('passed');
      expect(everythingIn(world)).toEqual(before);
      const report = await runCli(['drill', 'report', '-o', 'json'], { world });
      const { causes } = report.json<DrillReportDocument>();
      expect(causes.map(({ cause }) => cause)).toContain('interrupted');
    }
  });
});

describe('a drill whose restore leaves no copy of key and secret', () => {
  const LINUX: Kind = { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] };

  /** The encryption info file of the restore is not there. */
  async function withoutInfoFile(
    request: Request,
    answer: () => Promise<Response>,
  ): Promise<Response> {
    const response = await answer();
    return request.method === 'GET' && request.url.includes('/encryption-vm300')
      ? new Response(null, { status: 404, headers: { 'x-ms-error-code': 'BlobNotFound' } })
      : response;
  }

  function run(pointKeys: 'addresses' | 'none', then?: Kind['then']): ReturnType<typeof drill> {
    const world = defaultWorld(pointKeys);
    addKind(world, { ...LINUX, ...(then === undefined ? {} : { then }) });
    const argv = `--vm VM300${pointKeys === 'none' ? ' --ade-pass single' : ''}`;
    return drill(argv, world, { around: withoutInfoFile });
  }

  it.each(['addresses', 'none'] as const)(
    'says nothing of the backup where the originals may serve (point with %s)',
    async (pointKeys) => {
      const { run: ended, item } = await run(pointKeys);
      expect([ended.code, item.outcome, item.cleanup]).toEqual([6, 'inconclusive', 'clean']);
      expect(item.error?.code).toBe('AZB_KEY_COPY_MISSING');
      expect(item.reasons.join('\n')).not.toMatch(/azbdrill-\w+ is gone/u);
    },
  );

  it('has failed where the originals are gone, too', async () => {
    const { run: ended, item } = await run('addresses', (world, { keyVault }) => {
      purgeEverything(world, keyVault);
    });
    expect([ended.code, item.outcome]).toEqual([12, 'failed']);
    expect(item.error?.code).toBe('AZB_KEY_COPY_MISSING');
  });
});
