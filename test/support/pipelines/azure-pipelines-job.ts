// Runs the steps of a pipeline as an agent of Azure Pipelines would, as far as those of docs/ci.md need it: the template is
// expanded, macros and conditions are evaluated, logging commands are obeyed. Azure is the sandbox.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { main } from '../../../src/cli/main.js';
import { pipelineStep } from '../../../src/cli/pipeline-step/step.js';
import { runCli, type CliRun, type RunOptions } from '../run-cli.js';
import { evaluated, filledIn } from './expressions.js';
import { AZURE_DEVOPS_JOB, type Application } from './identity-tokens.js';

const textSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const parameterSchema = z.strictObject({
  name: z.string(),
  type: z.enum(['string', 'object', 'boolean']),
  default: z.unknown().optional(),
});

const templateSchema = z.strictObject({
  parameters: z.array(parameterSchema),
  steps: z.array(z.record(z.string(), z.unknown())),
});

/** A step that an agent runs, without expressions. */
const stepSchema = z.strictObject({
  task: z.string().optional(),
  script: z.string().optional(),
  template: z.string().optional(),
  name: z.string().optional(),
  displayName: z.string().optional(),
  condition: z.string().optional(),
  continueOnError: z.coerce.boolean().optional(),
  inputs: z.record(z.string(), textSchema).default({}),
  env: z.record(z.string(), textSchema).default({}),
  parameters: z.record(z.string(), z.unknown()).default({}),
});

/** A step. */
export type PipelineStep = z.infer<typeof stepSchema>;

const pipelineSchema = z.looseObject({ steps: z.array(stepSchema) });

/** The template of this repository. */
export const TEMPLATE = templateSchema.parse(
  parse(readFileSync('azure-pipelines/azbackup.yml', 'utf8')),
);

/** Functions of template expressions and of conditions (Azure DevOps: Expressions). */
const FUNCTIONS = {
  always: () => true,
  eq: (left: unknown, right: unknown) => same(left, right),
  ne: (left: unknown, right: unknown) => !same(left, right),
  and: (...values: unknown[]) => values.every(Boolean),
  not: (value: unknown) => value !== true,
  in: (value: unknown, ...values: unknown[]) => values.some((each) => same(value, each)),
  convertToJson: (value: unknown) => JSON.stringify(value, null, 2),
};

/** Texts compare without case; a variable that is not set is empty. */
function same(left: unknown, right: unknown): boolean {
  return textOf(left) === textOf(right);
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return value === null || value === undefined ? '' : text.toLowerCase();
}

/** The steps of a pipeline, with the template expanded. */
export function stepsOf(text: string): readonly PipelineStep[] {
  return pipelineSchema
    .parse(parse(text))
    .steps.flatMap((step) => (step.template === undefined ? [step] : expanded(step.parameters)));
}

/**
 * The steps of the template.
 * @throws Error as Azure DevOps refuses the pipeline, for a parameter that is unknown, missing or of another type
 */
export function expanded(given: Readonly<Record<string, unknown>>): readonly PipelineStep[] {
  const unknown = Object.keys(given).filter(
    (name) => !TEMPLATE.parameters.some((parameter) => parameter.name === name),
  );
  if (unknown.length > 0) {
    throw new Error(`unexpected parameter ${unknown.join(', ')}`);
  }
  const parameters = Object.fromEntries(
    TEMPLATE.parameters.map(({ name, type, default: fallback }) => {
      const value = given[name] ?? fallback;
      if (value === undefined) {
        throw new Error(`a value for the parameter ${name} must be provided`);
      }
      if (type !== 'object' && typeof value !== type) {
        throw new Error(`the parameter ${name} is no ${type}`);
      }
      return [name, value];
    }),
  );
  return TEMPLATE.steps
    .flatMap((step) => withoutCondition(step, parameters))
    .map((step) => stepSchema.parse(filled(step, parameters)));
}

/** `- ${{ if CONDITION }}:` with steps beneath it. */
function withoutCondition(step: object, parameters: object): readonly object[] {
  const [[key, value] = ['', undefined]] = Object.entries<unknown>({ ...step });
  const [, condition] = /^\$\{\{ if (?<condition>.*) \}\}$/u.exec(key) ?? [];
  if (condition === undefined) {
    return [step];
  }
  const isTrue = evaluated(condition, { parameters }, FUNCTIONS) === true;
  return isTrue ? z.array(z.looseObject({})).parse(value) : [];
}

function filled(value: unknown, parameters: object): unknown {
  if (typeof value === 'string') {
    return filledIn(value, { parameters }, FUNCTIONS);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, filled(each, parameters)]),
  );
}

/** A logging command, as an agent has understood it. */
export interface LoggingCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The commands in an output: wherever one stands in a line (microsoft/azure-pipelines-agent, Command.TryParse). */
export function loggingCommands(output: string): readonly LoggingCommand[] {
  return output.split('\n').flatMap((line) => {
    const { groups } =
      /##vso\[(?<name>[^\]\s]+)(?: (?<properties>[^\]]*))?\](?<message>.*)$/iu.exec(line) ?? {};
    if (groups === undefined) {
      return [];
    }
    const pairs = (groups['properties'] ?? '').split(';').filter((pair) => pair !== '');
    const properties = pairs.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), unescaped(pair.slice(at + 1))];
    });
    return [
      {
        name: groups['name'] ?? '',
        properties: Object.fromEntries(properties),
        message: unescaped(groups['message'] ?? ''),
      },
    ];
  });
}

function unescaped(text: string): string {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%5D', ']')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%AZP25', '%');
}

/** What became of a step. */
export interface PipelineStepRun {
  readonly step: PipelineStep;
  readonly outcome: 'succeeded' | 'failed' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly commands: readonly LoggingCommand[];
  /** Inputs of the task, with macros filled in. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly run?: CliRun;
}

/** Where steps are run. */
export interface AgentPlace extends Pick<RunOptions, 'around' | 'world'> {
  readonly application: Application;
  readonly cwd: string;
  readonly folder: string;
  /** Left out: the pipeline may have the token of its job. */
  readonly accessToken?: string;
}

/** Runs steps, one after the other. */
export async function runSteps(
  steps: readonly PipelineStep[],
  place: AgentPlace,
): Promise<readonly PipelineStepRun[]> {
  mkdirSync(place.folder, { recursive: true });
  const variables: Record<string, string> = {
    'System.AccessToken': place.accessToken ?? AZURE_DEVOPS_JOB.SYSTEM_ACCESSTOKEN,
    'System.DefaultWorkingDirectory': place.cwd,
  };
  const done: PipelineStepRun[] = [];
  for (const step of steps) {
    const isFailing = done.some(
      ({ outcome, step: earlier }) => outcome === 'failed' && earlier.continueOnError !== true,
    );
    const isDue =
      step.condition === undefined
        ? !isFailing
        : evaluated(step.condition, { variables }, FUNCTIONS) === true;
    const run: PipelineStepRun = isDue
      ? await runStep(step, variables, place)
      : { ...NOTHING, step, outcome: 'skipped' };
    for (const [name, value] of Object.entries(run.outputs)) {
      variables[`${step.name}.${name}`] = value;
    }
    done.push(run);
  }
  return done;
}

const NOTHING = { outputs: {}, commands: [], inputs: {} };

async function runStep(
  step: PipelineStep,
  variables: Readonly<Record<string, string>>,
  place: AgentPlace,
): Promise<PipelineStepRun> {
  const fill = (text: string): string =>
    text.replaceAll(/\$\((?<name>[\w.]+)\)/gu, (macro, name: string) => variables[name] ?? macro);
  if (step.script !== undefined) {
    const { status } = spawnSync('bash', ['-c', fill(step.script)], { cwd: place.cwd });
    return { ...NOTHING, step, outcome: status === 0 ? 'succeeded' : 'failed' };
  }
  const pairs = Object.entries(step.inputs).map(([name, text]) => [name, fill(text)]);
  const inputs: Readonly<Record<string, string>> = Object.fromEntries(pairs);
  if (step.env['STEP_COMMAND'] === undefined) {
    return { ...NOTHING, step, inputs, outcome: 'succeeded' };
  }
  const env = Object.entries(step.env).map(([name, text]) => [name, fill(text)]);
  const run = await runCli([], {
    ...(place.world === undefined ? {} : { world: place.world }),
    ...(place.around === undefined ? {} : { around: place.around }),
    cwd: place.cwd,
    // What the agent sets, and what the task AzureCLI@2 does for a service connection.
    env: {
      TF_BUILD: 'True',
      AGENT_TEMPDIRECTORY: place.folder,
      SYSTEM_OIDCREQUESTURI: AZURE_DEVOPS_JOB.SYSTEM_OIDCREQUESTURI,
      AZURESUBSCRIPTION_SERVICE_CONNECTION_ID:
        AZURE_DEVOPS_JOB.AZURESUBSCRIPTION_SERVICE_CONNECTION_ID,
      AZURESUBSCRIPTION_TENANT_ID: place.application.tenantId,
      AZURESUBSCRIPTION_CLIENT_ID: place.application.clientId,
      ...Object.fromEntries(env),
    },
    azure: 'in-its-place',
    start: (_, host) => pipelineStep(host, main),
  });
  const commands = loggingCommands(run.stdout);
  const outputs = commands
    .filter(
      ({ name, properties }) => name === 'task.setvariable' && properties['isOutput'] === 'true',
    )
    .map(({ properties, message }) => [properties['variable'], message]);
  return {
    step,
    inputs,
    commands,
    run,
    outcome: run.code === 0 ? 'succeeded' : 'failed',
    outputs: Object.fromEntries(outputs),
  };
}
