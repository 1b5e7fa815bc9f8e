// The workflows of docs/ci.md, run step by step as GitHub's runner would, against the sandbox and a token service.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { filledIn } from '../../support/pipelines/expressions.js';
import { isOurs, runJob, runnerFolder, workflowOf } from '../../support/pipelines/github-job.js';
import type { JobPlace, StepRun } from '../../support/pipelines/github-job.js';
import {
  GITHUB_JOB,
  tokenServices,
  trustPipelines,
  type TokenServices,
} from '../../support/pipelines/identity-tokens.js';
import { isWorkflow, yamlBlocks } from '../../support/pipelines/page-yaml.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { startedJob } from '../backups/backups.js';

const PAGE = 'docs/ci.md';
const WORKFLOWS = yamlBlocks(PAGE).filter((block) => isWorkflow(block));
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const GATE_FILE = `version: 1
blocks:
  - name: production
    select: { vm: [VM005, VM016] }
    rules: { protected: true, last-job-succeeded: true }
`;

const actionSchema = z.looseObject({
  inputs: z.record(z.string(), z.looseObject({ required: z.boolean() })),
  outputs: z.record(z.string(), z.looseObject({})),
  runs: z.strictObject({ using: z.literal('node24'), main: z.string() }),
});
const ACTION = actionSchema.parse(parse(readFileSync('action.yml', 'utf8')));

interface Surroundings {
  readonly place: JobPlace & { readonly world: WorldState };
  readonly services: TokenServices;
}

/** A world whose application trusts the repository, with a backup to watch; and a workspace with a gate file. */
async function surroundings(text: string): Promise<Surroundings> {
  const world = defaultWorld();
  if (text.includes('jobs watch')) {
    await startedJob(world, 'VM005');
    // Azure lists a job a while after it began.
    const clock = worldClock(world);
    clock.advanceTo(clock.now() + 10 * 60_000);
  }
  const { clientId, tenantId } = trustPipelines(world);
  const services = tokenServices({ clock: worldClock(world) });
  const cwd = runnerFolder();
  writeFileSync(path.join(cwd, 'azbackup.gate.yaml'), GATE_FILE);
  const vars = {
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clientId,
    AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
  };
  return { place: { world, cwd, vars, around: services.around }, services };
}

/** The same by the command line, in a copy of the world. */
function byCommandLine(line: string, { place }: Surroundings, world: WorldState) {
  return runCli(line.split(' '), {
    world,
    cwd: place.cwd,
    around: tokenServices({ clock: worldClock(world) }).around,
    azure: 'in-its-place',
    env: { ...place.vars, ...GITHUB_JOB },
  });
}

/** The command line that a person would type for each step of the page, by the command of the step. */
const LINES: Readonly<Record<string, string>> = {
  'backup-now': 'backup-now --vm VM005 --retain 30d --no-wait -o json',
  'jobs watch': 'jobs watch --vault rsv-prod --timeout 100m -o json',
  status: 'status --vault rsv-prod --max-age 26h -o json',
  gate: 'gate -o json',
};

async function ran(text: string, around: Surroundings): Promise<readonly StepRun[]> {
  const workflow = workflowOf(text);
  const runs: StepRun[] = [];
  for (const name of Object.keys(workflow.jobs)) {
    runs.push(...(await runJob(workflow, name, around.place)));
  }
  return runs;
}

describe('action.yml', () => {
  it('is what GitHub takes', () => {
    const content = readFileSync('action.yml', 'utf8');
    const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(String)).toEqual([]);
  });

  it('starts a file that the package has', () => {
    expect(readFileSync(ACTION.runs.main, 'utf8')).toContain('runPipelineStep');
  });
});

describe.each(WORKFLOWS)('the workflow at line $line of the page', ({ text }) => {
  it('is what GitHub takes', () => {
    const file = { name: 'page.yaml', content: text };
    const { context } = parseWorkflow(file, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(String)).toEqual([]);
  });

  it('gives the Action inputs that it has, and reads outputs that it has', () => {
    const steps = Object.values(workflowOf(text).jobs).flatMap((job) => job.steps);
    const given = steps.filter((step) => isOurs(step)).flatMap((step) => Object.keys(step.with));
    expect(given.filter((name) => ACTION.inputs[name] === undefined)).toEqual([]);
    const read = [...text.matchAll(/steps\.\w+\.outputs\.(?<name>[\w-]+)/gu)].map(
      ({ groups }) => groups?.['name'] ?? '',
    );
    expect(read.filter((name) => ACTION.outputs[name] === undefined)).toEqual([]);
  });

  it('does what the same command lines do', async () => {
    const around = await surroundings(text);
    const before = structuredClone(around.place.world);
    const steps = (await ran(text, around)).filter(({ step }) => isOurs(step));
    for (const { inputs, outputs, summary, outcome, run } of steps) {
      const line = LINES[inputs['command'] ?? ''] ?? '';
      const typed = await byCommandLine(line, around, before);
      const document = typed.json<{
        readonly summary: object;
        readonly items: readonly object[];
      }>();
      expect([inputs['command'], run?.code]).toEqual([inputs['command'], typed.code]);
      expect(outcome).toBe(typed.code === 0 ? 'success' : 'failure');
      expect(outputs).toMatchObject({
        'exit-code': String(typed.code),
        ok: String(typed.code === 0),
        total: String(document.items.length),
        summary: JSON.stringify(document.summary),
      });
      const written: unknown = JSON.parse(readFileSync(outputs['result'] ?? '', 'utf8'));
      expect(written).toMatchObject({ summary: document.summary });
      expect(Object.keys(outputs).toSorted()).toEqual(Object.keys(ACTION.outputs).toSorted());
      expect(summary).toContain('VM');
    }
  });
});

describe('the workflow that watches', () => {
  const { text } = WORKFLOWS.find((block) => block.text.includes('jobs watch')) ?? { text: '' };

  it.each([
    ['has ended', 'timeout: 100m', ['0', 'skipped', false]],
    ['goes on, which is no failure', 'timeout: 1m', ['8', 'skipped', false]],
    ['cannot be found, which is one', 'vault: rsv-none', ['3', 'failure', true]],
  ])('goes by the exit code: what it waits for %s', async (_what, input, expected) => {
    const [name = ''] = input.split(':');
    const changed = text.replace(new RegExp(`${name}: .*`, 'u'), () => input);
    const [watch, decision, status] = await ran(changed, await surroundings(text));
    const isStatusLeftOut = status?.outcome === 'skipped';
    expect([watch?.outputs['exit-code'], decision?.outcome, isStatusLeftOut]).toEqual(expected);
  });

  it('fails where the watch came to no exit code, as one that was killed', () => {
    const step = Object.values(workflowOf(text).jobs)
      .flatMap(({ steps }) => steps)
      .find(({ run }) => run !== undefined);
    const contexts = { steps: { watch: { outcome: 'failure', outputs: {} } } };
    const script = filledIn(step?.run ?? '', contexts);
    expect(script).toContain('exit');
    expect(spawnSync('bash', ['-e', '-c', script]).status).toBe(1);
  });
});
