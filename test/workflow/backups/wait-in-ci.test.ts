// A wait of a day and a night in a CI job: the tokens that it signs in with live for minutes, are minted by the CI
// service or replaced in a file, and can no longer be had once the CI job has ended.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobsWatchDocument } from '../../../src/commands/jobs/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import {
  AZURE_DEVOPS_JOB,
  GITHUB_JOB,
  GITHUB_TRUST,
  identityToken,
  tokenServices,
  trustPipelines,
  type Application,
} from '../../support/pipelines/identity-tokens.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { startedJob } from './backups.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-ci-'));
const tokenFile = path.join(folder, 'token');
afterAll(() => rmSync(folder, { recursive: true }));

let pristine: WorldState;
let jobId: string;
let application: Application;
let since: number;

beforeAll(async () => {
  pristine = defaultWorld();
  addVirtualMachine(pristine, {
    name: 'VM900',
    resourceGroup: 'rg-prod',
    osType: 'Linux',
    dataDiskSizesGB: [22_000, 22_000],
  });
  await runCli(['enable', '--vm', 'VM900', '--vault', 'rsv-prod'], { world: pristine });
  jobId = await startedJob(pristine, 'VM900 --skip-preflight');
  application = trustPipelines(pristine);
  since = pristine.nowMilliseconds;
});

interface Watched {
  readonly run: CliRun;
  readonly item: () => JobsWatchDocument['items'][number] | undefined;
  readonly minted: number;
  readonly hours: number;
}

/** Watches the job as a CI job does, whose service mints tokens for so long. */
async function watched(
  env: Readonly<Record<string, string>>,
  { ciEndsAfter = Number.POSITIVE_INFINITY, beforeEach = (_now: number): void => undefined } = {},
  argv: readonly string[] = ['-o', 'json'],
): Promise<Watched> {
  const world = structuredClone(pristine);
  const clock = worldClock(world);
  const services = tokenServices({ clock, endsAt: since + ciEndsAfter });
  beforeEach(clock.now());
  const around: RunOptions['around'] = (request, answer) => {
    beforeEach(clock.now());
    return services.around(request, answer);
  };
  const { tenantId, clientId } = application;
  const run = await runCli(['jobs', 'watch', jobId, '--vault', 'rsv-prod', ...argv], {
    world,
    around,
    azure: 'in-its-place',
    env: { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, ...env },
  });
  const hours = (clock.now() - since) / HOUR;
  const item = (): JobsWatchDocument['items'][number] | undefined =>
    run.json<JobsWatchDocument>().items[0];
  return { run, item, minted: services.minted(), hours };
}

describe('a wait of 24 hours in a CI job', () => {
  it.each([
    ['GitHub, whose tokens live 5 minutes', GITHUB_JOB],
    ['Azure DevOps, whose tokens live 10 minutes', AZURE_DEVOPS_JOB],
  ] as const)('of %s, ends with the result of the job', async (_ci, env) => {
    const { run, item, minted, hours } = await watched(env);
    expect([run.code, item()?.outcome, item()?.error]).toEqual([0, 'completed', null]);
    expect(hours).toBeGreaterThan(23);
    expect(minted).toBeGreaterThan(23);
  });

  it('with a federated token in a file that is replaced late, ends with the result of the job', async () => {
    // Each is good for an hour and replaced after two: what is held when it runs out must not be kept.
    let written = Number.NEGATIVE_INFINITY;
    const beforeEach = (now: number): void => {
      if (now - written > 2 * HOUR) {
        written = now;
        writeFileSync(tokenFile, `${identityToken(GITHUB_TRUST, now, 60)}\n`);
      }
    };
    const { run, item, hours } = await watched(
      { AZURE_FEDERATED_TOKEN_FILE: tokenFile },
      { beforeEach },
    );
    expect([run.code, item()?.outcome]).toEqual([0, 'completed']);
    expect(hours).toBeGreaterThan(23);
    expect(run.stderr).toMatch(/^retrying +jobs of rsv-prod .*could not sign in to Azure/mu);
  });
});

describe('a CI job that ends before the backup', () => {
  it('exits 8, with the command that resumes', async () => {
    const { run, item, hours } = await watched(AZURE_DEVOPS_JOB, { ciEndsAfter: 6 * HOUR });
    expect([run.code, item()?.outcome]).toEqual([8, 'running']);
    expect(item()?.error).toMatchObject({
      code: 'AZB_CI_TOKEN_EXPIRED',
      exitCode: 8,
      message: 'the Azure Pipelines job can no longer get identity tokens',
    });
    expect(item()?.next).toEqual([`azbackup jobs watch ${jobId} --vault rsv-prod`]);
    // Not for days, as it would for a sign-in that somebody may renew.
    expect(hours).toBeLessThan(8);
  });

  it('shows both to people', async () => {
    const { run } = await watched(GITHUB_JOB, { ciEndsAfter: 2 * HOUR }, []);
    expect(run.code).toBe(8);
    expect(run.stdout).toContain('the GitHub job can no longer get identity tokens');
    expect(run.stderr).toContain(`azbackup jobs watch ${jobId} --vault rsv-prod`);
  });

  it('exits 4 where it had ended before anything was read', async () => {
    const { run } = await watched(GITHUB_JOB, { ciEndsAfter: -1 }, []);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('AZB_CI_TOKEN_EXPIRED');
  });
});
