// `azbackup doctor`: finds what was planted, says it once, and names the fix.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { USED_API_VERSIONS } from '../../../src/commands/doctor/azure.rules.js';
import type { DoctorDocument, DoctorItem } from '../../../src/commands/doctor/result.js';
import type { Probes } from '../../../src/commands/doctor/surroundings.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, TEST_NOW, type RunOptions } from '../../support/run-cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A machine and a network on which nothing is wrong. */
const WELL: Probes = {
  azRelease: () => Promise.resolve('2.91.0'),
  addressesOf: () => Promise.resolve(['10.1.0.4']),
  host: () =>
    Promise.resolve({
      kind: 'answered',
      clockAheadSeconds: 1,
      tls: { issuer: 'DigiCert Global Root G2' },
    }),
};

interface Seen {
  readonly code: number;
  readonly document: DoctorDocument;
  readonly stderr: string;
  readonly item: (id: string) => DoctorItem | undefined;
}

async function doctor(options: RunOptions = {}, more = ''): Promise<Seen> {
  const argv = `doctor -o json ${more}`.trim().split(' ');
  const run = await runCli(argv, { probes: WELL, ...options });
  const { code, stderr } = run;
  const document = run.json<DoctorDocument>();
  return { code, document, stderr, item: (id) => document.items.find((each) => each.id === id) };
}

/** What is not well, by id. */
function faults({ items }: DoctorDocument): readonly string[] {
  return items.filter(({ status }) => !['ok', 'skipped'].includes(status)).map(({ id }) => id);
}

function changed(change: (world: WorldState) => void): WorldState {
  const world = defaultWorld();
  change(world);
  return world;
}

describe('azbackup doctor', () => {
  it('finds nothing where nothing is wrong', async () => {
    const { code, document } = await doctor();
    expect(faults(document)).toEqual([]);
    expect(code).toBe(0);
    expect(document.items.map(({ category }) => category)).toEqual(
      expect.arrayContaining(['local', 'network', 'sign-in', 'azure', 'sandbox']),
    );
  });

  it('looks at the categories that are named', async () => {
    const { document } = await doctor({}, '--category local,sandbox');
    expect(new Set(document.items.map(({ category }) => category))).toEqual(
      new Set(['local', 'sandbox']),
    );
  });

  it('refuses a category that there is not', async () => {
    const { code, stderr } = await runCli(['doctor', '--category', 'weather']);
    expect(code).toBe(2);
    expect(stderr).toContain('local, network, sign-in, azure, sandbox');
  });

  it('asks each api-version that it looks for', async () => {
    const { exchanges } = await runCli(['preflight', '--vm', 'VM001'], { world: defaultWorld() });
    const asked = exchanges.map(({ url }) => new URL(url));
    for (const [namespace, types] of Object.entries(USED_API_VERSIONS).slice(0, 3)) {
      for (const [type, version] of Object.entries(types)) {
        const own = new RegExp(`/${namespace}/${type}(?:/[^/]+)?$`, 'iu');
        const versions = asked
          .filter(({ pathname }) => own.test(pathname))
          .map(({ searchParams }) => searchParams.get('api-version'));
        expect([type, ...new Set(versions)]).toEqual([type, version]);
      }
    }
  });
});

describe('azbackup doctor finds', () => {
  it('a proxy that is none, and does not ask further', async () => {
    const { code, document, item } = await doctor({ env: { HTTPS_PROXY: 'garbage' } });
    expect(faults(document)).toEqual(['network.proxy']);
    expect(item('network.proxy')?.fix).toBe('set HTTPS_PROXY to http://HOST:PORT, or unset it');
    expect(item('azure.subscription')?.status).toBe('skipped');
    expect(code).toBe(5);
  });

  it('a proxy that does not answer', async () => {
    const host: Probes['host'] = () =>
      Promise.resolve({ kind: 'failed', reason: 'ECONNREFUSED', proxy: '10.0.0.9:3128' });
    const { item } = await doctor({ probes: { ...WELL, host } });
    expect(item('network.host:management.azure.com')).toMatchObject({
      status: 'fail',
      summary: 'management.azure.com cannot be reached by the proxy 10.0.0.9:3128',
      fix: 'correct HTTPS_PROXY, or leave the host out of it: NO_PROXY=management.azure.com',
    });
    expect(item('network.name:management.azure.com')?.status).toBe('skipped');
  });

  it('who inspects the traffic', async () => {
    const tls = { issuer: 'Contoso Inspection CA', problem: 'SELF_SIGNED_CERT_IN_CHAIN' };
    const host: Probes['host'] = () => Promise.resolve({ kind: 'answered', tls });
    const { item } = await doctor({ probes: { ...WELL, host } });
    const found = item('network.host:login.microsoftonline.com');
    expect(found?.summary).toContain('issued by Contoso Inspection CA');
    expect(found?.fix).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('a clock that is wrong', async () => {
    const host: Probes['host'] = () =>
      Promise.resolve({ kind: 'answered', clockAheadSeconds: -7200, tls: { issuer: 'DigiCert' } });
    const { item } = await doctor({ probes: { ...WELL, host } });
    expect(item('network.clock')).toMatchObject({
      status: 'fail',
      summary: "the clock of this machine is 7200 seconds behind Azure's",
      fix: 'set the clock by NTP: timedatectl set-ntp true (Windows: w32tm /resync)',
    });
  });

  it('names of private key vaults that lead outside', async () => {
    const world = changed(({ resources }) => {
      const vault = Object.values(resources).find(({ name }) => name === 'kv-prod-rbac');
      Object.assign(vault?.properties ?? {}, { publicNetworkAccess: 'Disabled' });
    });
    const addressesOf: Probes['addressesOf'] = (name) =>
      Promise.resolve([name.startsWith('kv-') ? '20.43.1.1' : '10.1.0.4']);
    const { item } = await doctor({ world, probes: { ...WELL, addressesOf } });
    expect(item('network.key-vault:kv-prod-rbac')).toMatchObject({
      status: 'fail',
      evidence: ['20.43.1.1'],
    });
    expect(item('network.key-vault:kv-prod-rbac')?.fix).toContain(
      'privatelink.vaultcore.azure.net',
    );
  });

  it('an old az', async () => {
    const probes = { ...WELL, azRelease: () => Promise.resolve('2.45.0') };
    const { item, code } = await doctor({ probes });
    expect(item('local.az')).toMatchObject({ status: 'warn', fix: 'az upgrade' });
    expect(code).toBe(0);
  });

  it('a config file that cannot be used, and goes on without it', async () => {
    const cwd = mkdtempSync(path.join(folder, 'cwd-'));
    writeFileSync(path.join(cwd, '.azbackup.yaml'), 'valt: rsv-prod\n');
    const { document, item } = await doctor({ cwd });
    expect(faults(document)).toEqual(['local.config']);
    expect(item('local.config')?.fix).toBe(`correct or remove ${path.join(cwd, '.azbackup.yaml')}`);
  });

  it('a provider that is not registered', async () => {
    const world = changed(({ subscriptions }) => {
      const [own] = subscriptions;
      own?.registeredProviders.splice(
        own.registeredProviders.indexOf('microsoft.recoveryservices'),
        1,
      );
    });
    const { item } = await doctor({ world });
    expect(item('azure.provider:RecoveryServices')).toMatchObject({
      status: 'fail',
      fix: 'az provider register --namespace Microsoft.RecoveryServices --wait',
    });
  });

  it('that the tenant lacks the backup service', async () => {
    const world = changed(({ directory }) => {
      const service = directory.principals.findIndex(({ displayName }) =>
        displayName.startsWith('Backup Management'),
      );
      directory.principals.splice(service, 1);
    });
    const { item } = await doctor({ world });
    expect(item('azure.backup-service')?.fix).toBe(
      'az provider register --namespace Microsoft.RecoveryServices --wait',
    );
  });

  it('that Graph gives no answer', async () => {
    const { document, item, code } = await doctor({
      around: (request, answer) =>
        new URL(request.url).host === 'graph.microsoft.com'
          ? Promise.resolve(Response.json({ error: { code: 'Forbidden' } }, { status: 403 }))
          : answer(),
    });
    expect(faults(document)).toEqual(['azure.backup-service']);
    expect(item('azure.backup-service')?.status).toBe('warn');
    expect(code).toBe(0);
  });

  it('that the sign-in does not work, once', async () => {
    const { document, item, code } = await doctor({
      around: (request, answer) =>
        new URL(request.url).host === 'login.microsoftonline.com'
          ? Promise.resolve(
              Response.json(
                { error: 'invalid_client', error_description: 'AADSTS7000222: expired' },
                { status: 401 },
              ),
            )
          : answer(),
    });
    expect(faults(document)).toEqual(['sign-in.resource-manager']);
    expect(item('sign-in.key-vault')?.summary).toContain('there is no token for Resource Manager');
    expect(code).toBe(5);
  });

  it('that the subscription is of another tenant', async () => {
    const world = changed(({ subscriptions }) => {
      Object.assign(subscriptions[0] ?? {}, { tenantId: '22222222-2222-4222-8222-222222222222' });
    });
    const { document } = await doctor(
      { world },
      '--subscription 00000000-0000-0000-0000-000000000001',
    );
    const fixes = document.items.flatMap(({ fix }) => fix ?? []);
    expect(fixes).toContain('az login --tenant 22222222-2222-4222-8222-222222222222');
  });

  it('a federated token that has expired', async () => {
    const token = path.join(folder, 'token');
    const claims = {
      iss: 'https://oidc.example/',
      sub: 'system:serviceaccount:backup:azbackup',
      aud: 'api://AzureADTokenExchange',
      exp: TEST_NOW / 1000 - 60,
    };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    writeFileSync(token, `e30.${payload}.c2ln`);
    const { item, document } = await doctor(
      {
        azure: true,
        env: {
          AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111',
          AZURE_CLIENT_ID: 'bbbbbbbb-0000-4000-8000-000000000001',
          AZURE_FEDERATED_TOKEN_FILE: token,
          // Nothing of this test may leave the machine.
          HTTPS_PROXY: 'http://127.0.0.1:9',
        },
      },
      '--category sign-in',
    );
    expect(item('sign-in.federated-token')).toMatchObject({
      status: 'fail',
      summary: 'the federated token expired 60 seconds ago',
    });
    expect(item('sign-in.federated-token')?.evidence).toContain(
      'subject system:serviceaccount:backup:azbackup',
    );
    expect(JSON.stringify(document)).not.toContain(payload);
  });

  it.each([
    ['when it is to sign in so', '--auth github-actions', 'sign-in.federated-token'],
    ['when nothing else signs in', '', 'sign-in.resource-manager'],
  ])('a GitHub job that may not request identity tokens, %s', async (_when, auth, id) => {
    const env = {
      GITHUB_ACTIONS: 'true',
      AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111',
      AZURE_CLIENT_ID: 'bbbbbbbb-0000-4000-8000-000000000001',
      PATH: '/nowhere',
    };
    const { code, item } = await doctor(
      { azure: 'in-its-place', env },
      `--category sign-in ${auth}`.trim(),
    );
    expect([code, item(id)]).toEqual([
      5,
      expect.objectContaining({
        status: 'fail',
        summary: 'the GitHub job lacks the permission "id-token: write"',
        fix: expect.stringContaining('permissions:'),
      }),
    ]);
  });
});

describe('azbackup doctor --bundle', () => {
  it('writes a report without ids, names and secrets', async () => {
    const file = path.join(folder, 'report.txt');
    const world = defaultWorld();
    const probes = { ...WELL, addressesOf: () => Promise.resolve(['20.43.1.1']) };
    const { document } = await doctor({ world, probes }, `--bundle ${file}`);
    expect(document.summary.bundle).toBe(file);
    const report = readFileSync(file, 'utf8');
    expect(report).toContain('ok azure.subscription: reads the subscription subscription-name');
    expect(report).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/iu);
    expect(report).not.toMatch(/Contoso|kv-prod|20\.43\.1\.1/u);
    for (const { clientSecret } of world.directory.principals) {
      expect(clientSecret === undefined || !report.includes(clientSecret)).toBe(true);
    }
  });

  it('that cannot be written ends in one line', async () => {
    const { code, stderr } = await runCli(
      ['doctor', '--category', 'local', '--bundle', path.join(folder, 'no', 'where.txt')],
      { probes: WELL },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('AZB_FILE_UNWRITABLE');
  });
});
