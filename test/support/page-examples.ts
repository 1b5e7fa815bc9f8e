// The examples of a page that are run, and what is wrong with the way in which one ended.

import { readFileSync } from 'node:fs';
import type { BinRun } from './process/bin.js';
import { shellBlocks } from './shell-blocks.js';

/** A block of commands with the exit code that the page says. */
export interface PageExample {
  readonly line: number;
  readonly exit: number;
  readonly script: string;
}

/** The examples of a page in the order in which a reader would type them. */
export function examplesOf(page: string): readonly PageExample[] {
  return shellBlocks(readFileSync(page, 'utf8')).flatMap(({ line, commands, exit }) =>
    exit === undefined ? [] : [{ line, exit, script: commands.join('\n') }],
  );
}

/** What is wrong with how an example ended; empty when nothing is. */
export function faultsOf(run: BinRun, { exit, script }: PageExample): readonly string[] {
  const format = /(?:-o|--output)[ =](?<format>\w+)/u.exec(script)?.groups?.['format'] ?? 'table';
  const faults = {
    [`ended with ${run.code}: ${run.stderr}`]: run.code !== exit,
    [`a stack on stderr: ${run.stderr}`]: /^\s+at .*:\d+:\d+/mu.test(run.stderr),
    'colour in a pipe': `${run.stdout}${run.stderr}`.includes('\u001B['),
    'no result': exit === 0 && format !== 'none' && run.stdout === '',
    'a result where none was wanted': format === 'none' && run.stdout !== '',
    'no JSON': format === 'json' && !isJson(run.stdout === '' ? run.stderr : run.stdout),
  };
  return Object.entries(faults).flatMap(([fault, found]) => (found ? [fault] : []));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
