// Starts the built program as a user's shell would: a process of its own, with an environment that has
// nothing of the developer's in it.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { keepPrinted } from './printed-file.js';

/** The program's start file. */
export const BIN = path.resolve('bin/azbackup.js');
/** Runs several blocks of commands. */
const BLOCKS = path.resolve('test/support/process/blocks-in-one-process.js');

/** What a process did. */
export interface BinRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A place in which nothing of this user's or of an earlier test's is found. */
export interface CleanPlace {
  /** Working folder of the commands. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** Makes the place; `azbackup` is on its path. */
export function cleanPlace(): CleanPlace {
  const directory = mkdtempSync(path.join(tmpdir(), 'azbackup-e2e-'));
  const commands = path.join(directory, 'bin');
  mkdirSync(commands);
  const script = path.join(commands, 'azbackup');
  writeFileSync(script, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(script, 0o755);
  return {
    directory,
    env: {
      PATH: `${commands}:${process.env['PATH'] ?? ''}`,
      HOME: directory,
      XDG_STATE_HOME: path.join(directory, 'state'),
      XDG_CONFIG_HOME: path.join(directory, 'config'),
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** For comparing an exit code: the code when it is the expected one, else with what was said. */
export function explained(
  code: number | null,
  expected: number,
  said: string,
): number | string | null {
  return code === expected ? code : `${code}: ${said}`;
}

/** How a process is started. */
export interface BinOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node itself. */
  readonly nodeArguments?: readonly string[];
}

/** Runs the program to its end. */
export function runBin(
  place: CleanPlace,
  args: readonly string[],
  { env = {}, nodeArguments = [] }: BinOptions = {},
): Promise<BinRun> {
  const options = { cwd: place.directory, env: { ...place.env, ...env } };
  return collect(spawn(process.execPath, [...nodeArguments, BIN, ...args], options));
}

/** Runs a shell script to its end; it stops at the first command that fails. */
export function runShell(
  place: CleanPlace,
  script: string,
  cwd: string = place.directory,
): Promise<BinRun> {
  return collect(spawn('sh', ['-ec', script], { cwd, env: place.env }));
}

/** The driver's word on a block. */
const blockSchema = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });

/**
 * Runs blocks of commands, each given by its words, one block after the other in one process.
 * @throws Error where the process ended before the last block did
 */
export async function runBlocks(
  place: CleanPlace,
  blocks: readonly (readonly (readonly string[])[])[],
): Promise<readonly BinRun[]> {
  const { code, stdout, stderr } = await ended(
    spawn(process.execPath, [BLOCKS, ...blocks.map((block) => JSON.stringify(block))], {
      cwd: place.directory,
      env: { ...place.env },
    }),
  );
  const runs = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => blockSchema.parse(JSON.parse(line)));
  if (code !== 0 || runs.length !== blocks.length) {
    throw new Error(
      `ended with ${code} in block ${runs.length + 1} of ${blocks.length}: ${stderr}`,
    );
  }
  for (const run of runs) {
    keepPrinted(`${run.stdout}\n${run.stderr}`);
  }
  return runs;
}

async function collect(child: ChildProcess): Promise<BinRun> {
  const run = await ended(child);
  keepPrinted(`${run.stdout}\n${run.stderr}`);
  return run;
}

async function ended(child: ChildProcess): Promise<BinRun> {
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  return { code, stdout, stderr };
}

async function textOf(stream: ChildProcess['stdout']): Promise<string> {
  let text = '';
  stream?.setEncoding('utf8');
  for await (const chunk of stream ?? []) {
    text += String(chunk);
  }
  return text;
}
