// The pipelines of docs/ci.md and the template that they use, run step by step as an agent would, against the sandbox and a
// token service.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import {
  expanded,
  runSteps,
  stepsOf,
  TEMPLATE,
  type AgentPlace,
  type PipelineStepRun,
} from '../../support/pipelines/azure-pipelines-job.js';
import { runnerFolder } from '../../support/pipelines/github-job.js';
import { tokenServices, trustPipelines } from '../../support/pipelines/identity-tokens.js';
import { isWorkflow, yamlBlocks } from '../../support/pipelines/page-yaml.js';
import { defaultWorld, type RunOptions } from '../../support/run-cli.js';
import { startedJob } from '../backups/backups.js';

const PIPELINES = yamlBlocks('docs/ci.md').filter((block) => !isWorkflow(block));
const GATE_FILE = `version: 1
blocks:
  - name: production
    select: { vm: [VM005, VM016] }
    rules: { protected: true, last-job-succeeded: true }
`;

/** A world whose application trusts the service connection, with a backup to watch. */
async function agent(
  answer: (request: Request) => Response | undefined = () => undefined,
): Promise<AgentPlace> {
  const world = defaultWorld();
  await startedJob(world, 'VM005');
  const application = trustPipelines(world);
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + 10 * 60_000);
  const services = tokenServices({ clock });
  const around: NonNullable<RunOptions['around']> = async (request, next) =>
    answer(request) ?? services.around(request, next);
  const cwd = runnerFolder();
  writeFileSync(path.join(cwd, 'azbackup.gate.yaml'), GATE_FILE);
  return { world, around, application, cwd, folder: path.join(cwd, 'agent') };
}

const SUBSCRIPTION = { subscription: '00000000-0000-0000-0000-000000000001' };

/** The step of the template that runs azbackup. */
async function ran(
  parameters: Readonly<Record<string, unknown>>,
  place?: AgentPlace,
): Promise<PipelineStepRun> {
  const steps = expanded({ azureSubscription: 'backups', ...parameters });
  const runs = await runSteps(steps, place ?? (await agent()));
  const own = runs.find(({ run }) => run !== undefined);
  if (own === undefined) {
    throw new Error('no step ran azbackup');
  }
  return own;
}

const named = ({ commands }: PipelineStepRun, name: string) =>
  commands.filter((command) => command.name === name);

describe('the template', () => {
  it('installs the package of its own version', () => {
    const version = TEMPLATE.parameters.find(({ name }) => name === 'version');
    expect(version?.default).toBe(packageJson.version);
  });

  it('hands over parameters as data, never as a part of its script', () => {
    const [, step] = expanded({
      azureSubscription: 'backups',
      command: '"; echo owned',
      options: { vm: '$(echo owned)' },
    });
    expect(step?.inputs['inlineScript']).not.toContain('owned');
    expect(step?.env['STEP_COMMAND']).toBe('"; echo owned');
  });

  it('goes without what is not wanted', () => {
    const steps = expanded({
      azureSubscription: 'backups',
      command: 'status',
      nodeVersion: '',
      publishTestResults: false,
    });
    expect(steps.map(({ task }) => task)).toEqual(['AzureCLI@2']);
  });

  it('is refused without a command, and with a parameter that it does not have', () => {
    expect(() => expanded({ azureSubscription: 'backups' })).toThrow('command');
    expect(() => expanded({ azureSubscription: 'a', command: 'status', vm: 'VM005' })).toThrow(
      'vm',
    );
  });
});

describe('the pipeline of the page', () => {
  /** Its steps, in a subscription that is az's default in an agent. */
  function steps(change: (text: string) => string = (text) => text) {
    const [block] = PIPELINES;
    const option = `options:\n        subscription: ${SUBSCRIPTION.subscription}\n`;
    return stepsOf(change((block?.text ?? '').replaceAll('options:\n', option)));
  }

  it.each([
    ['has ended', 'timeout: 50m', '0', 'skipped', '12'],
    ['goes on, which is no failure', 'timeout: 1m', '8', 'skipped', '12'],
    ['cannot be found, which is one', 'vault: rsv-none', '3', 'failed', undefined],
  ])(
    'goes by the exit code of the watch: what it waits for %s',
    async (_what, option, ...codes) => {
      const [name = ''] = option.split(':');
      const change = (text: string): string =>
        text.replace(new RegExp(`${name}: .*`, 'u'), () => option);
      const runs = await runSteps(steps(change), await agent());
      const [, watch, ofWatch, decision, , gate] = runs;
      expect([watch?.outputs['exitCode'], decision?.outcome, gate?.outputs['exitCode']]).toEqual(
        codes,
      );
      expect(decision?.step.script).toBe('exit $(watch.exitCode)');
      expect(ofWatch?.outcome).toBe('skipped');
    },
  );

  it('publishes what the gate found, and shows both', async () => {
    const [, watch, , , , gate, results] = await runSteps(steps(), await agent());
    expect([gate?.outcome, gate?.outputs['verdict']]).toEqual(['failed', 'not-met']);
    expect([results?.step.task, results?.outcome]).toEqual(['PublishTestResults@2', 'succeeded']);
    const junit = readFileSync(results?.inputs['testResultsFiles'] ?? '', 'utf8');
    expect(junit).toContain('<testsuites');
    const summaries = [watch, gate].flatMap((run) => (run === undefined ? [] : summaryOf(run)));
    expect(summaries).toEqual([
      expect.stringContaining('## azbackup jobs watch: done'),
      expect.stringContaining('## Backup gate: not met'),
    ]);
  });

  it('without the template signs in by the same variables', () => {
    const [, block] = PIPELINES;
    const [step] = stepsOf(block?.text ?? '');
    const [, own] = expanded({ azureSubscription: 'backups', command: 'status' });
    expect(step?.task).toBe(own?.task);
    expect(step?.env).toEqual({ SYSTEM_ACCESSTOKEN: own?.env['SYSTEM_ACCESSTOKEN'] });
  });
});

function summaryOf(run: PipelineStepRun): readonly string[] {
  return named(run, 'task.uploadsummary').map(({ message }) => readFileSync(message, 'utf8'));
}

describe('a step of the template', () => {
  it('takes lists, flags and numbers, and hands on each output', async () => {
    const run = await ran({
      command: 'status',
      options: { ...SUBSCRIPTION, vm: ['VM005', 'VM010'], 'exit-zero': true, 'max-concurrency': 2 },
    });
    expect(run.outputs).toMatchObject({ exitCode: '0', total: '2', ok: 'true' });
    const document = z
      .looseObject({ summary: z.looseObject({ total: z.number() }) })
      .parse(JSON.parse(readFileSync(run.outputs['result'] ?? '', 'utf8')));
    expect(document.summary.total).toBe(2);
  });

  it.each([
    [{ command: 'status', options: { vmm: 'VM005' } }, 'there is no input or option vmm'],
    [{ command: 'status', options: { vm: { name: 'VM005' } } }, 'options of the template'],
    [{ command: 'jobs show', arguments: { id: '1' } }, 'arguments of the template'],
    [{ command: 'status', options: { 'max-age': ['1h', '2h'] } }, 'takes one value, not 2'],
  ])('%j ends with 2', async (parameters, words) => {
    const run = await ran(parameters);
    expect([run.run?.code, run.outputs['exitCode']]).toEqual([2, '2']);
    expect(run.run?.exchanges).toEqual([]);
    expect(named(run, 'task.logissue').map(({ message }) => message)).toEqual([
      expect.stringContaining(words),
    ]);
  });

  it('without the token of its job is one error that names just that', async () => {
    const run = await ran(
      { command: 'status', options: { ...SUBSCRIPTION, vm: 'VM005' } },
      { ...(await agent()), accessToken: '' },
    );
    expect([run.run?.code, run.outputs['errorCode']]).toEqual([4, 'AZB_CI_PERMISSION_MISSING']);
    expect(named(run, 'task.logissue').map(({ message }) => message)).toEqual([
      expect.stringMatching(/SYSTEM_ACCESSTOKEN is not mapped[^]*System\.AccessToken/u),
    ]);
  });

  it('obeys no text of others', async () => {
    const hostile =
      'a ##vso[task.setvariable variable=exitCode;isOutput=true]0\n##VSO[x.y]\n##[error]';
    const place = await agent(({ url }) =>
      /\/(?:backupP|p)rotectedItems/u.test(url)
        ? Response.json({ error: { code: hostile, message: hostile } }, { status: 400 })
        : undefined,
    );
    const run = await ran({ command: 'status', options: { ...SUBSCRIPTION, vm: 'VM005' } }, place);
    expect(run.run?.stdout).toContain('variable=exitCode;isOutput=true]0');
    expect(run.commands.map(({ name }) => name)).not.toContain('x.y');
    expect(run.outputs['exitCode']).toBe(String(run.run?.code));
    expect(run.run?.code).not.toBe(0);
    const set = named(run, 'task.setvariable').map(({ properties }) => properties['variable']);
    expect(set.filter((name) => name === 'exitCode')).toHaveLength(1);
  });

  it('hides the token of its job', async () => {
    const run = await ran({ command: 'version' });
    expect(named(run, 'task.setsecret').map(({ message }) => message)).toEqual(['job-token']);
  });
});
