#!/usr/bin/env node
// Starts the bundle as a step of GitHub Actions (action.yml) or Azure Pipelines (azure-pipelines/azbackup.yml). GitHub
// runs an Action from a clone, which has no bundle: then the package of this very version is installed, once a job.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** As azbackup's own exit codes, by the word that they end with. */
const EXIT_CODES = { usage: 2, unavailable: 10 };

async function start() {
  const own = new URL('../dist/cli.js', import.meta.url);
  const bundle = existsSync(own) ? own : installed();
  if (bundle !== undefined) {
    const { runPipelineStep } = await import(bundle.href);
    await runPipelineStep();
  }
}

/** The bundle of the package from npm; undefined where it cannot be had, which is then said. */
function installed() {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { name, version } = JSON.parse(text);
  const temporary = process.env.RUNNER_TEMP || process.env.AGENT_TEMPDIRECTORY;
  if (!temporary) {
    return refuse('RUNNER_TEMP is not set, which the runner of a job sets', 'usage');
  }
  const folder = path.join(temporary, `${name}-${version}`);
  const bundle = path.join(folder, 'node_modules', name, 'dist', 'cli.js');
  if (!existsSync(bundle)) {
    // npm would install beside the first package.json above. None of the package's dependencies has to run a script.
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    } catch (error) {
      return refuse(`the folder of RUNNER_TEMP cannot be written: ${error.message}`, 'usage');
    }
    const words = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`];
    const { status, signal, error } = spawnSync('npm', words, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      // On Windows npm is a script, which only a shell starts; no word of it comes from outside.
      shell: process.platform === 'win32',
    });
    if (status !== 0 || !existsSync(bundle)) {
      const reason = error === undefined ? `npm ended with ${status ?? signal}` : error.message;
      return refuse(`${name}@${version} could not be installed from npm: ${reason}`, 'unavailable');
    }
  }
  return pathToFileURL(bundle);
}

/** Outputs, too: a later step that goes by the exit code must not take its absence for success. */
function refuse(reason, ending) {
  const code = EXIT_CODES[ending];
  process.stdout.write(`::error title=azbackup::${reason.replaceAll(/[%\r\n]/gu, ' ')}\n`);
  if (process.env.GITHUB_OUTPUT) {
    const outputs = `exit-code=${code}\nending=${ending}\nok=false\n`;
    appendFileSync(process.env.GITHUB_OUTPUT, outputs);
  }
  process.exitCode = code;
}

void start();
