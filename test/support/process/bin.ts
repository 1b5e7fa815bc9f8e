// Starts the built program as a user's shell would: a process of its own, with an environment that has
// nothing of the developer's in it.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { keepPrinted } from './printed-file.js';

/** The program's start file. */
const BIN = path.resolve('bin/azbackup.js');
/** A single-file executable that the same tests are made with; unset, they are made with the built program. */
const EXECUTABLE = process.env['AZBACKUP_TEST_EXECUTABLE'];

/** What a process of the program is started with. */
interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * How the program is started.
 * @param nodeArguments of Node itself, without spaces
 */
export function startOf(args: readonly string[], nodeArguments: readonly string[] = []): Start {
  if (EXECUTABLE === undefined) {
    return { file: process.execPath, args: [...nodeArguments, BIN, ...args], env: {} };
  }
  // It takes all arguments for the program's.
  const env: Record<string, string> =
    nodeArguments.length === 0 ? {} : { NODE_OPTIONS: nodeArguments.join(' ') };
  return { file: path.resolve(EXECUTABLE), args, env };
}

/** Names the executable to the scripts that run several commands; nothing where there is none. */
export function executableForScripts(): Readonly<Record<string, string>> {
  return EXECUTABLE === undefined ? {} : { AZBACKUP_TEST_EXECUTABLE: path.resolve(EXECUTABLE) };
}

/** Where a file of the program is that a process of it has loaded: an executable names those that it holds. */
export function fileOnDisk(loaded: string): string {
  return EXECUTABLE !== undefined && loaded.startsWith(path.resolve(EXECUTABLE) + path.sep)
    ? path.resolve(path.relative(path.resolve(EXECUTABLE), loaded))
    : loaded;
}
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
  const { file, args } = startOf([]);
  const words = [file, ...args].map((word) => `'${word}'`).join(' ');
  writeFileSync(script, `#!/bin/sh\nexec ${words} "$@"\n`);
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
  const start = startOf(args, nodeArguments);
  const options = { cwd: place.directory, env: { ...place.env, ...start.env, ...env } };
  return collect(spawn(start.file, start.args, options));
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
      env: { ...place.env, ...executableForScripts() },
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
