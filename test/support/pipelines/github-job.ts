// Runs the jobs of a workflow as GitHub's runner would, as far as the steps of docs/ci.md need it: inputs as variables,
// outputs and summary in files, conditions, and the permission for identity tokens. Azure is the sandbox.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { main } from '../../../src/cli/main.js';
import { pipelineStep } from '../../../src/cli/pipeline-step/step.js';
import { runCli, type CliRun, type RunOptions } from '../run-cli.js';
import { evaluated, filledIn, statusFunctions, type Contexts } from './expressions.js';
import { readLog, readOutputs, type StepLog } from './github-log.js';
import { GITHUB_JOB } from './identity-tokens.js';

const textSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const textsSchema = z.record(z.string(), textSchema).default({});

const stepSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: textsSchema,
  'continue-on-error': z.boolean().default(false),
});

const permissionsSchema = z.record(z.string(), z.string()).default({});

const workflowSchema = z.looseObject({
  permissions: permissionsSchema,
  jobs: z.record(
    z.string(),
    z.looseObject({
      env: textsSchema,
      steps: z.array(stepSchema),
    }),
  ),
});

/** A step of a workflow, as it is written. */
export type WorkflowStep = z.infer<typeof stepSchema>;

/** A workflow, as far as it is run. */
export type Workflow = z.infer<typeof workflowSchema>;

/** The workflow in a text. */
export function workflowOf(text: string): Workflow {
  return workflowSchema.parse(parse(text));
}

/** True of the Action that is in this repository. */
export function isOurs({ uses }: WorkflowStep): boolean {
  return uses?.startsWith('contoso/azbackup@') === true;
}

/** What became of a step. */
export interface StepRun {
  readonly step: WorkflowStep;
  /** Before `continue-on-error` is applied, as `steps.ID.outcome` has it. */
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: StepLog;
  /** Of the Action. */
  readonly run?: CliRun;
  /** Its inputs, filled in. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** Where a job is run. */
export interface JobPlace extends Pick<RunOptions, 'around' | 'world' | 'env' | 'faults'> {
  readonly vars: Readonly<Record<string, string>>;
  /** The workspace, with the files of the repository. */
  readonly cwd: string;
}

/** A folder of its own for a runner, until the test ends. */
export function runnerFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-runner-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the steps of a job, one after the other. */
export async function runJob(
  { jobs, permissions }: Workflow,
  name: string,
  place: JobPlace,
): Promise<readonly StepRun[]> {
  const job = jobs[name];
  if (job === undefined) {
    throw new Error(`no job ${name}`);
  }
  const folder = runnerFolder();
  const fill = (texts: Readonly<Record<string, string>>, contexts: Contexts) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, filledIn(text, contexts)]));
  const env = {
    ...fill(job.env, { vars: place.vars }),
    ...(permissions['id-token'] === 'write' ? GITHUB_JOB : {}),
    ...place.env,
  };
  const done: StepRun[] = [];
  for (const [index, step] of job.steps.entries()) {
    const contexts = contextsOf(done, place.vars);
    const isFailing = done.some(
      ({ outcome, step: earlier }) => outcome === 'failure' && !earlier['continue-on-error'],
    );
    done.push(
      isDue(step, contexts, isFailing)
        ? await runStep(step, fill(step.with, contexts), contexts, {
            ...place,
            env,
            folder: path.join(folder, String(index)),
          })
        : { ...NOTHING, step, outcome: 'skipped' },
    );
  }
  return done;
}

const NOTHING = { outputs: {}, summary: '', log: { commands: [], shown: [] }, inputs: {} };

/** A condition that asks for no status goes on only while all is well. */
function isDue({ if: condition }: WorkflowStep, contexts: Contexts, isFailing: boolean): boolean {
  if (condition === undefined) {
    return !isFailing;
  }
  const asksStatus = /\b(?:always|failure|success|cancelled)\(\)/u.test(condition);
  const value = evaluated(condition, contexts, statusFunctions(isFailing));
  return (asksStatus || !isFailing) && value !== false && value !== '' && value !== null;
}

function contextsOf(done: readonly StepRun[], vars: Readonly<Record<string, string>>): Contexts {
  return {
    vars,
    steps: Object.fromEntries(
      done.flatMap(({ step, outcome, outputs }) =>
        step.id === undefined ? [] : [[step.id, { outcome, outputs }]],
      ),
    ),
  };
}

async function runStep(
  step: WorkflowStep,
  inputs: Readonly<Record<string, string>>,
  contexts: Contexts,
  place: JobPlace & { readonly folder: string },
): Promise<StepRun> {
  if (step.run !== undefined) {
    const script = filledIn(step.run, contexts);
    const { status } = spawnSync('bash', ['-e', '-c', script], { cwd: place.cwd });
    return { ...NOTHING, step, outcome: status === 0 ? 'success' : 'failure' };
  }
  return isOurs(step)
    ? { ...(await runAction(inputs, place)), step }
    : { ...NOTHING, step, inputs, outcome: 'success' };
}

/** Runs the Action with these inputs. */
export async function runAction(
  inputs: Readonly<Record<string, string>>,
  { folder, cwd, env, ...place }: Omit<JobPlace, 'vars'> & { readonly folder: string },
): Promise<Omit<StepRun, 'step'>> {
  mkdirSync(folder, { recursive: true });
  const files = {
    GITHUB_OUTPUT: path.join(folder, 'output'),
    GITHUB_STEP_SUMMARY: path.join(folder, 'summary'),
  };
  for (const file of Object.values(files)) {
    writeFileSync(file, '');
  }
  const given = Object.entries(inputs).map(([name, value]): [string, string] => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  const run = await runCli([], {
    ...place,
    cwd,
    env: {
      GITHUB_ACTIONS: 'true',
      CI: 'true',
      RUNNER_TEMP: folder,
      ...files,
      ...env,
      ...Object.fromEntries(given),
    },
    azure: 'in-its-place',
    start: (_, host) => pipelineStep(host, main),
  });
  return {
    run,
    inputs,
    outcome: run.code === 0 ? 'success' : 'failure',
    outputs: readOutputs(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    log: readLog(run.stdout),
  };
}
