// A step of Azure Pipelines: the template puts its parameters into variables, and lines of standard output are commands
// (Azure DevOps: Logging commands).

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { attributeName } from '../../commands/options/global-options.js';
import { usageError } from '../../errors/azbackup-error.js';
import type { Host } from '../host.js';
import { required } from './github-runner.js';
import type { Annotation, InputValue, PipelineRunner } from './runner.js';

const valueSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const argumentsSchema = z.array(valueSchema);
const optionsSchema = z.record(z.string(), z.union([valueSchema, z.array(valueSchema)]));

/** The runner of this host's job. */
export function azurePipelinesRunner({
  env,
  newGuid,
}: Pick<Host, 'env' | 'newGuid'>): PipelineRunner {
  const folder = required(env, 'AGENT_TEMPDIRECTORY');
  return {
    inputs: () => ({
      command: env['STEP_COMMAND'] ?? '',
      arguments: parsed(env['STEP_ARGUMENTS'], argumentsSchema, 'arguments', []),
      options: parsed<Readonly<Record<string, InputValue>>>(
        env['STEP_OPTIONS'],
        optionsSchema,
        'options',
        {},
      ),
      env: {},
    }),
    folder,
    mask: (secret) => command('task.setsecret', {}, secret),
    brackets: ['', '\n'],
    // There is no way to switch the commands off.
    shown: (text) => text.replaceAll(/##(?=(?:vso)?\[)/giu, '# #'),
    annotation: issueLine,
    outputs: (outputs) =>
      Promise.resolve(
        // Variables become environment variables of scripts, whose names take no hyphen.
        Object.entries(outputs)
          .map(([name, value]) =>
            command('task.setvariable', { variable: attributeName(name), isOutput: 'true' }, value),
          )
          .join(''),
      ),
    summary: async (markdown) => {
      const file = path.join(folder, `azbackup-summary-${newGuid()}.md`);
      await writeFile(file, markdown);
      return command('task.uploadsummary', {}, file);
    },
  };
}

function parsed<Value>(
  text: string | undefined,
  schema: z.ZodType<Value>,
  name: string,
  otherwise: Value,
): Value {
  if (text === undefined || text.trim() === '') {
    return otherwise;
  }
  const value = schema.safeParse(jsonOf(text));
  if (!value.success) {
    throw usageError('AZB_USAGE', `the parameter ${name} of the template has the wrong form`);
  }
  return value.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function issueLine({ level, title, message, place }: Annotation): string {
  const properties: Readonly<Record<string, string>> =
    place === undefined
      ? { type: level }
      : {
          type: level,
          sourcepath: place.file,
          linenumber: String(place.line),
          columnnumber: String(place.column),
        };
  return command('task.logissue', properties, `${title}: ${message}`);
}

function command(
  name: string,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const written = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(value).replaceAll(';', '%3B').replaceAll(']', '%5D')};`,
  );
  return `##vso[${[name, written.join('')].join(' ').trim()}]${escaped(message)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
