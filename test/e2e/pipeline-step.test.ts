// A step as a runner starts it: a process of its own, from a build, from a clone without one, and by the template's script.
// What a step does besides: test/workflow/pipelines.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { expanded, loggingCommands, stepsOf } from '../support/pipelines/azure-pipelines-job.js';
import { workflowOf } from '../support/pipelines/github-job.js';
import { readLog, readOutputs } from '../support/pipelines/github-log.js';
import { isWorkflow, yamlBlocks } from '../support/pipelines/page-yaml.js';
import { cleanPlace, runShell, type BinRun } from '../support/process/bin.js';

const ROOT = path.resolve('.');
const place = cleanPlace();
afterAll(() => place.remove());

const inPlace = (name: string): string => path.join(place.directory, name);
const NPM_CALLS = inPlace('npm-calls');
const VERSION = `azbackup@${packageJson.version}`;

/** An npm that installs this project, or fails where a file says so; it writes down how it was called. */
const NPM = `#!/bin/sh
echo "$*" >> '${NPM_CALLS}'
[ ! -e '${inPlace('npm-fails')}' ] || exit 7
case "$*" in
  *--global*) exit 0 ;;
  *--prefix*) folder=$3 ;;
  *) folder=$PWD; [ -f package.json ] || exit 8 ;;
esac
mkdir -p "$folder/node_modules"
ln -s '${ROOT}' "$folder/node_modules/azbackup"
`;
const npm = path.join(place.directory, 'bin', 'npm');
writeFileSync(npm, NPM);
chmodSync(npm, 0o755);

let runs = 0;
beforeEach(() => {
  runs += 1;
  mkdirSync(inPlace(`runner-${runs}`));
  writeFileSync(NPM_CALLS, '');
  rmSync(inPlace('npm-fails'), { force: true });
});

const runner = (): string => inPlace(`runner-${runs}`);
const calls = (): string[] => readFileSync(NPM_CALLS, 'utf8').split('\n').slice(0, -1);

/** Runs a script with these variables, in the sandbox. */
function run(script: string, env: Readonly<Record<string, string>> = {}): Promise<BinRun> {
  const words = Object.entries({ AZBACKUP_SANDBOX: '1', ...env }).map(
    ([name, value]) => `'${name}=${value}'`,
  );
  writeFileSync(inPlace('script.sh'), script);
  return runShell(place, `env ${words.join(' ')} bash '${inPlace('script.sh')}'`);
}

function githubStep(
  inputs: Readonly<Record<string, string>>,
  root: string = ROOT,
  env: Readonly<Record<string, string>> = {},
): Promise<BinRun> {
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value]);
  return run(`'${process.execPath}' '${path.join(root, 'bin/pipeline-step.js')}'`, {
    GITHUB_ACTIONS: 'true',
    RUNNER_TEMP: runner(),
    GITHUB_OUTPUT: path.join(runner(), 'output'),
    GITHUB_STEP_SUMMARY: path.join(runner(), 'summary'),
    ...Object.fromEntries(given),
    ...env,
  });
}

const outputs = () => readOutputs(readFileSync(path.join(runner(), 'output'), 'utf8'));

describe('the Action', () => {
  it('runs the build beside it', async () => {
    const { code, stdout, stderr } = await githubStep({ COMMAND: 'status', VM: 'VM005' });
    expect([code, stderr]).toEqual([0, '']);
    expect(readLog(stdout).shown.join('\n')).toContain('VM005');
    expect(outputs()).toMatchObject({ 'exit-code': '0', kind: 'status', total: '1' });
    expect(existsSync(outputs()['result'] ?? '')).toBe(true);
    expect(readFileSync(path.join(runner(), 'summary'), 'utf8')).toContain('VM005');
    expect(calls()).toEqual([]);
  });

  it('fails as azbackup does', async () => {
    const { code, stdout } = await githubStep({ COMMAND: 'status', VM: 'VM999' });
    expect([code, outputs()['exit-code'], outputs()['error-code']]).toEqual([
      3,
      '3',
      'AZB_VM_NOT_FOUND',
    ]);
    expect(readLog(stdout).commands.map(({ name }) => name)).toEqual(['error']);
  });
});

describe('the Action in a clone without a build', () => {
  const clone = inPlace('clone');
  mkdirSync(path.join(clone, 'bin'), { recursive: true });
  copyFileSync('package.json', path.join(clone, 'package.json'));
  copyFileSync('bin/pipeline-step.js', path.join(clone, 'bin/pipeline-step.js'));

  it('installs the package of its version once a job', async () => {
    for (const vm of ['VM005', 'VM010']) {
      const { code, stderr } = await githubStep({ COMMAND: 'status', VM: vm }, clone);
      expect([code, stderr]).toEqual([0, '']);
    }
    expect(calls()).toEqual([`install --no-audit --no-fund --ignore-scripts ${VERSION}`]);
  });

  it('ends with 10 where it cannot', async () => {
    writeFileSync(inPlace('npm-fails'), '');
    const { code, stdout } = await githubStep({ COMMAND: 'status', VM: 'VM005' }, clone);
    expect(code).toBe(10);
    expect(readLog(stdout).commands.map(({ message }) => message)).toEqual([
      `${VERSION} could not be installed from npm: npm ended with 7`,
    ]);
    expect(outputs()).toEqual({ 'exit-code': '10', ending: 'unavailable', ok: 'false' });
  });

  it('ends with 2 where its runner has no folder', async () => {
    writeFileSync(inPlace('no-folder'), '');
    const env = { RUNNER_TEMP: inPlace('no-folder') };
    const { code, stdout, stderr } = await githubStep({ COMMAND: 'status' }, clone, env);
    expect([code, stderr]).toEqual([2, '']);
    expect(readLog(stdout).commands[0]?.message).toContain('RUNNER_TEMP');
    expect(outputs()).toEqual({ 'exit-code': '2', ending: 'usage', ok: 'false' });
  });
});

describe('the template', () => {
  it('runs its script in the shell of an agent', async () => {
    const steps = expanded({
      azureSubscription: 'backups',
      command: 'status',
      options: { vm: ['VM005', 'VM010'] },
    });
    const step = steps.find(({ task }) => task === 'AzureCLI@2');
    const { code, stdout } = await run(step?.inputs['inlineScript'] ?? '', {
      ...step?.env,
      TF_BUILD: 'True',
      AGENT_TEMPDIRECTORY: runner(),
    });
    expect(code).toBe(0);
    const set = loggingCommands(stdout).flatMap(({ name, properties, message }) =>
      name === 'task.setvariable' ? [[properties['variable'], message]] : [],
    );
    expect(Object.fromEntries(set)).toMatchObject({ exitCode: '0', total: '2' });
    const folder = path.join(runner(), `azbackup-${packageJson.version}`);
    expect(calls()).toEqual([
      `install --prefix ${folder} --no-audit --no-fund --ignore-scripts ${VERSION}`,
    ]);
  });
});

describe('the page without Action and template', () => {
  const scripts = yamlBlocks('docs/ci.md').flatMap((block) =>
    isWorkflow(block)
      ? Object.values(workflowOf(block.text).jobs).map(({ steps }) =>
          steps
            .flatMap((step) => step.run ?? [])
            .filter((line) => !line.includes('${{'))
            .join('\n'),
        )
      : stepsOf(block.text).flatMap((step) =>
          step.env['STEP_COMMAND'] === undefined ? (step.inputs['inlineScript'] ?? []) : [],
        ),
  );

  it.each(scripts.filter((script) => script !== ''))('runs: %s', async (script) => {
    const { code, stderr } = await run(`set -e\n${script}`);
    expect(code === 0 ? code : stderr).toBe(0);
    expect(calls()).toEqual(['install --global azbackup']);
  });
});
