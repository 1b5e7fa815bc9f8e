// What the doctor makes of what it has seen.
import { describe, expect, it } from 'vitest';
import {
  judgePrincipal,
  judgeProvider,
  judgeRights,
  USED_API_VERSIONS,
} from '../../../../src/commands/doctor/azure.rules.js';
import { judgeAz, judgeConfig, judgeNode } from '../../../../src/commands/doctor/local.rules.js';
import {
  judgeClock,
  judgeHost,
  judgeName,
  judgePrivateName,
  judgeProxy,
} from '../../../../src/commands/doctor/network.rules.js';
import { judgeLock, judgeServer } from '../../../../src/commands/doctor/sandbox.rules.js';
import {
  judgeAssertion,
  judgeMethod,
  judgeTenant,
  judgeToken,
} from '../../../../src/commands/doctor/sign-in.rules.js';
import { isOlder } from '../../../../src/domain/release.js';
import { usageError } from '../../../../src/errors/azbackup-error.js';
import type { HostProbe } from '../../../../src/domain/diagnosis/host-probe.js';

const NOW = Date.UTC(2026, 10, 23, 18);

describe('releases', () => {
  it.each([
    ['20.9.0', '20.19.0', true],
    ['20.19.0', '20.19.0', false],
    ['3.0', '2.90.0', false],
    ['2.9.1', '2.90.0', true],
    ['24.0.0-nightly', '22.1.0', false],
  ])('%s is before %s: %s', (release, other, before) => {
    expect(isOlder(release, other)).toBe(before);
  });

  it('of Node', () => {
    expect(judgeNode('20.18.3', 'linux x64').status).toBe('fail');
    expect(judgeNode('20.19.0', 'linux x64').evidence).toEqual([
      'Node 22.1.0 and newer start azbackup faster: they keep compiled code',
    ]);
    expect(judgeNode('24.0.0', 'linux x64')).toMatchObject({ status: 'ok', evidence: [] });
  });

  it.each([
    ['2.90.0', false, 'ok', undefined],
    ['2.45.0', false, 'warn', 'az upgrade'],
    [undefined, false, 'skipped', undefined],
    [undefined, true, 'fail', 'install az (https://aka.ms/azure-cli) and sign in: az login'],
  ] as const)('of az: %s, which signs in: %s', (release, signsIn, status, fix) => {
    const { fix: given, status: found } = judgeAz(release, signsIn);
    expect([found, given]).toEqual([status, fix]);
  });
});

describe('config files', () => {
  it('are named with what to do', () => {
    const problem = usageError('AZB_CONFIG_INVALID', 'config file /x is not valid', {
      target: '/x',
      causes: ['valt: unknown'],
    });
    expect(judgeConfig(problem)).toMatchObject({
      status: 'fail',
      evidence: ['valt: unknown', 'AZB_CONFIG_INVALID'],
      fix: 'correct or remove /x',
    });
  });
});

describe('the network', () => {
  const answered = (more: Partial<Extract<HostProbe, { kind: 'answered' }>> = {}): HostProbe => ({
    kind: 'answered',
    clockAheadSeconds: 0,
    tls: { issuer: 'DigiCert Global Root G2' },
    ...more,
  });

  it('shows proxies without their passwords', () => {
    const env = { HTTPS_PROXY: 'http://me:secret@proxy.local:3128', no_proxy: 'a,b' };
    expect(judgeProxy(env, undefined).evidence).toEqual([
      'HTTPS_PROXY=proxy.local:3128',
      'no_proxy=a,b',
    ]);
  });

  it.each([
    ['of this host', { kind: 'failed', reason: 'ECONNREFUSED' }, /let HTTPS to h through/u],
    ['of its proxy', { kind: 'failed', reason: 'ECONNREFUSED', proxy: 'p:1' }, /NO_PROXY=h/u],
    [
      'of who inspects it',
      answered({ tls: { issuer: 'Corp Root', problem: 'SELF_SIGNED_CERT_IN_CHAIN' } }),
      /NODE_EXTRA_CA_CERTS/u,
    ],
  ] as const)('names the fault %s', (_which, probe, fix) => {
    const found = judgeHost('h', probe);
    expect(found.status).toBe('fail');
    expect(found.fix).toMatch(fix);
  });

  it('names who issued the certificate, trusted or not', () => {
    expect(judgeHost('h', answered()).evidence).toEqual(['certificate by DigiCert Global Root G2']);
    const inspected = answered({ tls: { issuer: 'Corp Root', problem: 'X' } });
    expect(judgeHost('h', inspected).summary).toContain('Corp Root');
  });

  it.each([
    [0, 'ok'],
    [-60, 'ok'],
    [61, 'warn'],
    [300, 'warn'],
    [-301, 'fail'],
    [3600, 'fail'],
  ])('minds a clock that is %d seconds ahead', (seconds, status) => {
    expect(judgeClock([answered({ clockAheadSeconds: seconds })]).status).toBe(status);
  });

  it('does not know the time where nobody told it', () => {
    expect(judgeClock([{ kind: 'failed', reason: 'x' }]).status).toBe('unknown');
  });

  it.each([
    [['10.1.2.3'], 'Disabled', 'ok'],
    [['172.31.0.4'], 'Disabled', 'ok'],
    [['172.32.0.4'], 'Disabled', 'fail'],
    [['fd00::5'], 'SecuredByPerimeter', 'ok'],
    [['20.61.4.4'], 'Disabled', 'fail'],
    [['20.61.4.4'], 'Enabled', 'ok'],
    [{ problem: 'ENOTFOUND' }, 'Disabled', 'fail'],
    ['late', 'Disabled', 'unknown'],
  ] as const)('a key vault at %j that is %s to the public is %s', (found, publicAccess, status) => {
    const network = { publicAccess, defaultAction: 'Deny', trustedServicesBypass: true } as const;
    expect(judgePrivateName({ name: 'kv', network }, 'kv.vault.azure.net', found).status).toBe(
      status,
    );
  });

  it('says which name is not there', () => {
    expect(judgeName('h', { problem: 'ENOTFOUND' })).toMatchObject({
      status: 'fail',
      summary: 'h does not resolve',
      evidence: ['ENOTFOUND'],
    });
  });
});

describe('the sign-in', () => {
  it('says why other methods were not taken', () => {
    const passedOver = [{ method: 'environment', missing: ['AZURE_CLIENT_ID'] }] as const;
    expect(judgeMethod('azure-cli', passedOver).evidence).toEqual([
      'not environment: AZURE_CLIENT_ID not set',
    ]);
  });

  const assertion = {
    issuer: 'https://token.actions.githubusercontent.com',
    subject: 'repo:contoso/infra:ref:refs/heads/main',
    audience: 'api://AzureADTokenExchange',
    expires: NOW + 300_000,
  };

  it('shows the federated credential that Entra has to hold', () => {
    expect(judgeAssertion('github-actions', assertion, NOW)).toMatchObject({
      status: 'ok',
      evidence: [
        'issuer https://token.actions.githubusercontent.com',
        'subject repo:contoso/infra:ref:refs/heads/main',
        'audience api://AzureADTokenExchange',
        'expires 2026-11-23T18:05:00Z',
      ],
    });
  });

  it.each([
    [
      'workload-identity',
      { ...assertion, expires: NOW - 60_000 },
      'fail',
      /AZURE_FEDERATED_TOKEN_FILE/u,
    ],
    ['github-actions', { ...assertion, expires: NOW }, 'fail', /run the job again/u],
    ['github-actions', { ...assertion, audience: 'other' }, 'warn', /audience/u],
  ] as const)('minds the token of %s (%#)', (method, claims, status, fix) => {
    const found = judgeAssertion(method, claims, NOW);
    expect(found.status).toBe(status);
    expect(found.fix).toMatch(fix);
  });

  it('skips what the method does not use', () => {
    expect(judgeAssertion('azure-cli', undefined, NOW).status).toBe('skipped');
  });

  it('minds a token that is about to end', () => {
    expect(judgeToken('Key Vault', { expires: NOW + 299_000 }, NOW).status).toBe('warn');
    expect(judgeToken('Key Vault', { expires: NOW + 300_000 }, NOW).status).toBe('ok');
  });

  it('compares tenants', () => {
    const subscription = { name: 'Contoso', tenantId: 'AAAA' };
    expect(judgeTenant({ tenantId: 'aaaa' }, subscription).status).toBe('ok');
    expect(judgeTenant({ tenantId: 'bbbb' }, subscription)).toMatchObject({
      status: 'fail',
      fix: 'az login --tenant AAAA',
    });
    expect(judgeTenant({}, subscription).status).toBe('skipped');
  });
});

describe('the subscription', () => {
  const served = { disks: ['2025-01-02'], virtualmachines: ['2026-03-01'] };
  const provider = (registrationState: string, apiVersions = served) => ({
    namespace: 'Microsoft.Compute',
    registrationState,
    apiVersions,
  });

  it.each([
    ['Microsoft.Compute', 'fail'],
    ['Microsoft.Storage', 'warn'],
  ])('that has %s not registered: %s', (namespace, status) => {
    expect(judgeProvider(namespace, provider('NotRegistered'), {})).toMatchObject({
      status,
      fix: `az provider register --namespace ${namespace} --wait`,
    });
  });

  it('names api-versions that a cloud does not serve, and takes those that are pinned', () => {
    const older = { ...served, virtualmachines: ['2023-03-01', '2024-03-01'] };
    expect(judgeProvider('Microsoft.Compute', provider('Registered', older), {})).toMatchObject({
      status: 'warn',
      evidence: ['virtualMachines: 2026-03-01 is asked for, the newest here is 2024-03-01'],
    });
    const pinned = { 'Microsoft.Compute/virtualMachines': '2024-03-01' };
    expect(judgeProvider('Microsoft.Compute', provider('Registered', older), pinned).status).toBe(
      'ok',
    );
    expect(judgeProvider('Microsoft.Compute', provider('Registered'), {}).status).toBe('ok');
    expect(judgeProvider('Microsoft.Compute', undefined, {}).status).toBe('fail');
  });

  it('without the service principal of Azure Backup', () => {
    const application = { appId: 'app-1', displayName: 'Backup Management Service' };
    expect(judgePrincipal(application, undefined)).toMatchObject({
      status: 'fail',
      fix: 'az provider register --namespace Microsoft.RecoveryServices --wait',
    });
    expect(judgePrincipal({ ...application, appId: undefined }, undefined).status).toBe('unknown');
  });

  it('names the rights that each command lacks', () => {
    const reader = { actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] };
    const found = judgeRights([reader], 'Contoso');
    expect(found.status).toBe('warn');
    expect(found.evidence?.map((line) => line.split(':')[0])).toEqual([
      'enable',
      'backup-now',
      'restore',
      'grant-access',
    ]);
    expect(judgeRights([{ ...reader, actions: ['*'] }], 'Contoso').status).toBe('ok');
  });

  it('is asked for a version of each provider at least', () => {
    for (const versions of Object.values(USED_API_VERSIONS)) {
      expect(Object.keys(versions).length).toBeGreaterThan(0);
    }
  });
});

describe('the sandbox', () => {
  it('that a killed process has locked', () => {
    expect(judgeLock({ directory: '/s' }).status).toBe('ok');
    expect(judgeLock({ directory: '/s', staleLockSeconds: 90 })).toMatchObject({
      status: 'warn',
      fix: 'rm /s/world.lock (only if no azbackup process runs)',
    });
  });

  it('whose server was killed', () => {
    const server = { address: 'http://127.0.0.1:8443', answers: false };
    expect(judgeServer({ directory: '/s', server }).fix).toBe('azbackup sandbox serve');
    expect(judgeServer({ directory: '/s', server: { ...server, answers: true } }).status).toBe(
      'ok',
    );
    expect(judgeServer({ directory: '/s' }).status).toBe('skipped');
  });
});
