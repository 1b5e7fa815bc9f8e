// The clouds: which there are, what one says of itself, and where no token may go whatever it says.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../src/services/arm/clouds.js';
import { runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';

const ARM = 'https://management.azure.com';

interface Shown {
  readonly items: readonly Record<string, unknown>[];
}

function azbackup(words: string, options: RunOptions = {}): Promise<CliRun> {
  return runCli([...words.split(' '), '-o', 'json'], options);
}

/** Asks a host for its description, which is answered with this. */
async function metadata(body: unknown, url = ARM, status = 200): Promise<CliRun> {
  const headers: Record<string, string> = status < 300 ? {} : { location: `${ARM}/elsewhere` };
  return azbackup(`cloud show --from-metadata ${url}`, {
    around: () => Promise.resolve(Response.json(body, { status, headers })),
  });
}

const STACK = {
  name: 'Stack',
  authentication: {
    loginEndpoint: 'https://login.microsoftonline.com/',
    audiences: ['https://management.contoso.onmicrosoft.com/0f1e2d3c'],
    identityProvider: 'AAD',
  },
  resourceManager: 'https://management.stack.example/',
  microsoftGraphResourceId: 'https://graph.stack.example/',
  suffixes: { keyVaultDns: '.vault.stack.example', storage: 'stack.example' },
};
const STACK_URL = 'https://management.stack.example';

describe('cloud list', () => {
  it('has all clouds of the table and asks nobody', async () => {
    const run = await azbackup('cloud list');
    expect([run.code, run.exchanges]).toEqual([0, []]);
    expect(run.json<Shown>().items.map(({ name }) => name)).toEqual(Object.keys(CLOUDS));
  });
});

describe('cloud show', () => {
  it.each(Object.keys(CLOUDS))('shows %s, and what it writes stands for it', async (name) => {
    const run = await azbackup(`cloud show ${name}`);
    const [item] = run.json<Shown>().items;
    expect(item).toMatchObject({ name, source: 'built-in' });
    const folder = mkdtempSync(path.join(tmpdir(), 'clouds-'));
    writeFileSync(path.join(folder, 'cloud.json'), run.stdout);
    const again = await azbackup('cloud show ./cloud.json', { cwd: folder });
    expect(again.json<Shown>().items).toEqual([{ ...item, source: 'file' }]);
  });

  it('shows the one that is chosen, where none is named', async () => {
    const run = await azbackup('cloud show --cloud azurechinacloud');
    expect(run.json<Shown>().items).toMatchObject([{ name: 'AzureChinaCloud' }]);
  });

  it('reads what Resource Manager says, without a token', async () => {
    const run = await azbackup(`cloud show --from-metadata ${ARM}`);
    const {
      armScope,
      signInHosts: _hosts,
      storageZoneSuffix: _zone,
      backupAppId: _id,
      ...known
    } = CLOUDS.AzureCloud;
    expect(run.json<Shown>().items).toMatchObject([
      { ...known, source: 'metadata', armScope: 'https://management.core.windows.net//.default' },
    ]);
    expect(armScope).not.toBe('');
    expect(run.exchanges.map(({ url }) => url)).toEqual([
      `${ARM}/metadata/endpoints?api-version=2022-09-01`,
    ]);
  });

  it.each(['2019-05-01', '2020-06-01', '2022-09-01'])('reads version %s', async (version) => {
    const url = `${ARM}/metadata/endpoints?api-version=${version}`;
    const run = await azbackup(`cloud show --from-metadata ${url}`);
    expect(run.json<Shown>().items).toMatchObject([{ name: 'AzureCloud', armEndpoint: ARM }]);
  });

  it('takes a private cloud with the sign-in of the public one', async () => {
    const run = await metadata(STACK, STACK_URL);
    expect(run.json<Shown>().items).toMatchObject([
      {
        name: 'Stack',
        armEndpoint: STACK_URL,
        armScope: 'https://management.contoso.onmicrosoft.com/0f1e2d3c/.default',
        keyVaultSuffix: 'vault.stack.example',
        portal: null,
      },
    ]);
  });

  it.each([
    'http://management.azure.com',
    'management.azure.com',
    `${ARM}/other`,
    'https://a:canary@c',
    'https://a:canary@c@d/canary@e',
    'a:canary@c',
  ])('asks nobody at %s, and shows no password of it', async (url) => {
    const run = await azbackup(`cloud show --from-metadata ${url}`);
    expect([run.code, run.exchanges]).toEqual([2, []]);
    expect(run.stderr).toContain('AZB_CLOUD_METADATA_ADDRESS');
    expect(run.stderr).not.toContain('canary');
  });
});

describe('a description that is not to be trusted', () => {
  const { authentication } = STACK;
  it.each<readonly [string, unknown, number]>([
    ['of another host', { ...STACK, resourceManager: ARM }, 7],
    ['of nothing', {}, 10],
    ['of something else', { hello: 'world' }, 7],
    ['of a list without the host', [{ ...STACK, resourceManager: ARM }], 7],
    [
      'with tokens of Azure',
      { ...STACK, authentication: { ...authentication, audiences: [`${ARM}/`] } },
      2,
    ],
    [
      'with tokens of Azure, by the older audience',
      {
        ...STACK,
        authentication: { ...authentication, audiences: ['https://management.core.windows.net/'] },
      },
      2,
    ],
    ['by the name of a cloud', { ...STACK, name: 'AzureCloud' }, 2],
    [
      'with a sign-in in the open',
      { ...STACK, authentication: { ...authentication, loginEndpoint: 'http://login.example' } },
      2,
    ],
    [
      'with AD FS',
      { ...STACK, authentication: { ...authentication, identityProvider: 'ADFS' } },
      2,
    ],
    [
      'with a suffix that is none',
      { ...STACK, suffixes: { keyVaultDns: 'x y', storage: 'a.b' } },
      2,
    ],
    ['with control characters', { ...STACK, name: 'Stack\u001B[2J' }, 2],
    [
      'with control characters in an audience',
      { ...STACK, authentication: { ...authentication, audiences: ['https://a\u001B[2J'] } },
      2,
    ],
    [
      'with control characters in an address',
      { ...STACK, microsoftGraphResourceId: 'https://graph.stack.example/\u001B[2J' },
      2,
    ],
  ])('is refused: %s', async (_, body, code) => {
    const run = await metadata(body, STACK_URL);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).not.toContain('\u001B');
  });

  it('is not followed elsewhere', async () => {
    const run = await metadata({}, STACK_URL, 302);
    expect([run.code, run.stdout]).toEqual([7, '']);
  });
});

describe('a cloud file that a config file names', () => {
  it('is never taken from the folder where the command is started', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'clouds-'));
    const home = mkdtempSync(path.join(tmpdir(), 'clouds-home-'));
    writeFileSync(path.join(folder, 'cloud.json'), JSON.stringify({ name: 'Evil' }));
    const file = path.join(home, 'config.yaml');
    writeFileSync(file, 'cloud: ./cloud.json\n');
    const run = await azbackup(`cloud show --config ${file}`, { cwd: folder });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(path.join(home, 'cloud.json'));
    expect(run.stderr).not.toContain(path.join(folder, 'cloud.json'));
  });

  it('has to be named in full by the environment', async () => {
    const run = await azbackup('cloud show', { env: { AZBACKUP_CLOUD: './cloud.json' } });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('AZBACKUP_CLOUD');
  });
});
