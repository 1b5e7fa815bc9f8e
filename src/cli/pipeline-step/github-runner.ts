// A step of GitHub Actions: inputs are variables, outputs and summary go to files, and lines of standard output are
// commands (GitHub Docs: Workflow commands for GitHub Actions).

import { appendFile } from 'node:fs/promises';
import { usageError } from '../../errors/azbackup-error.js';
import type { Host } from '../host.js';
import { inputsFromText } from './step-inputs.js';
import type { Annotation, PipelineRunner } from './runner.js';

const PREFIX = 'INPUT_';

/** The runner of this host's job. */
export function githubRunner({ env, newGuid }: Pick<Host, 'env' | 'newGuid'>): PipelineRunner {
  // Nobody can write it who did not see it: what stands between is the text of others.
  const token = newGuid();
  // Asked for at once: a step that cannot hand on what it did must not begin.
  const outputFile = required(env, 'GITHUB_OUTPUT');
  const summaryFile = required(env, 'GITHUB_STEP_SUMMARY');
  return {
    inputs: () =>
      inputsFromText(
        Object.entries(env).flatMap(([name, value]): [string, string][] =>
          name.startsWith(PREFIX)
            ? [[name.slice(PREFIX.length).toLowerCase(), (value ?? '').trim()]]
            : [],
        ),
      ),
    folder: required(env, 'RUNNER_TEMP'),
    mask: (secret) => `::add-mask::${escapedData(secret)}\n`,
    brackets: [`::stop-commands::${token}\n`, `\n::${token}::\n`],
    shown: (text) => text,
    annotation: annotationLine,
    outputs: async (outputs) => {
      const text = Object.entries(outputs).map(([name, value]) => {
        const mark = newGuid();
        return `${name}<<${mark}\n${value}\n${mark}\n`;
      });
      await appendFile(outputFile, text.join(''));
      return '';
    },
    summary: async (markdown) => {
      await appendFile(summaryFile, markdown);
      return '';
    },
  };
}

/** The value of a variable that the runner of a job sets. */
export function required(env: Host['env'], name: string): string {
  const value = env[name] ?? '';
  if (value === '') {
    throw usageError('AZB_USAGE', `${name} is not set, which the runner of a job sets`);
  }
  return value;
}

function annotationLine({ level, title, message, place }: Annotation): string {
  const properties = [
    ...(place === undefined
      ? []
      : [`file=${escapedProperty(place.file)}`, `line=${place.line}`, `col=${place.column}`]),
    `title=${escapedProperty(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${escapedData(message)}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
