// One step of GitHub Actions: its sign-in, what it refuses, what it hands on, and what of others' text it must not obey.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { XMLParser } from 'fast-xml-parser';
import { main } from '../../../src/cli/main.js';
import { pipelineStep } from '../../../src/cli/pipeline-step/step.js';
import { isSafe } from '../../../src/domain/unsafe-characters.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { readLog, readOutputs } from '../../support/pipelines/github-log.js';
import { runAction, runnerFolder, type StepRun } from '../../support/pipelines/github-job.js';
import {
  GITHUB_JOB,
  tokenServices,
  trustPipelines,
  type TokenServiceOptions,
} from '../../support/pipelines/identity-tokens.js';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';

type Inputs = Readonly<Record<string, string>>;

interface StepOptions {
  /** Left out: that of a job with `id-token: write`. */
  readonly env?: Inputs;
  readonly tokens?: Partial<TokenServiceOptions>;
  readonly gateFile?: string;
  /** Sees each request. */
  readonly saw?: (request: Request) => void;
  /** Answers in Azure's place, where it does. */
  readonly answer?: (request: Request) => Response | undefined;
}

interface Step extends Omit<StepRun, 'step'> {
  readonly cwd: string;
}

/** Runs a step that names the application of the default world. */
async function step(inputs: Inputs, options: StepOptions = {}): Promise<Step> {
  const world = defaultWorld();
  const { clientId, tenantId } = trustPipelines(world);
  const services = tokenServices({ clock: worldClock(world), ...options.tokens });
  const around: NonNullable<RunOptions['around']> = async (request, answer) => {
    options.saw?.(request.clone());
    return options.answer?.(request) ?? services.around(request, answer);
  };
  const cwd = runnerFolder();
  if (options.gateFile !== undefined) {
    writeFileSync(path.join(cwd, 'azbackup.gate.yaml'), options.gateFile);
  }
  const given = {
    'client-id': clientId,
    'tenant-id': tenantId,
    subscription: '00000000-0000-0000-0000-000000000001',
    ...inputs,
  };
  const folder = path.join(cwd, 'runner');
  const env = options.env ?? GITHUB_JOB;
  return { ...(await runAction(given, { world, around, cwd, env, folder })), cwd };
}

const STATUS = { command: 'status', vm: 'VM005' };
const names = ({ log }: Step): readonly string[] => log.commands.map(({ name }) => name);
const errors = ({ log }: Step) => log.commands.filter(({ name }) => name === 'error');

describe('the sign-in of a step', () => {
  it('is by OpenID Connect, and needs nothing else', async () => {
    const { run, outputs } = await step(STATUS);
    expect([run?.code, outputs['ok'], outputs['kind']]).toEqual([0, 'true', 'status']);
  });

  it('sends the token of the job to its own service only, and identity tokens to Entra only', async () => {
    const asked = new Set<string>();
    const bodies: (readonly [host: string, text: Promise<string>])[] = [];
    await step(STATUS, {
      saw: (request) => {
        const { host } = new URL(request.url);
        if (request.headers.get('authorization') === 'Bearer job-token') {
          asked.add(host);
        }
        bodies.push([host, request.text()]);
      },
    });
    const shown = new Set<string>();
    for (const [host, text] of bodies) {
      if ((await text).includes('client_assertion=')) {
        shown.add(host);
      }
    }
    expect([[...asked], [...shown]]).toEqual([['github.example'], ['login.microsoftonline.com']]);
  });

  it('does not follow its service to another host', async () => {
    const hosts: string[] = [];
    const { run } = await step(STATUS, {
      saw: (request) => void hosts.push(new URL(request.url).host),
      answer: ({ url }) =>
        new URL(url).host === 'github.example'
          ? new Response(null, { status: 302, headers: { location: 'https://thief.example/' } })
          : undefined,
    });
    expect(run?.code).not.toBe(0);
    expect(hosts).not.toContain('thief.example');
  });

  it('without id-token: write is one error that names just that', async () => {
    const ended = await step(STATUS, { env: {} });
    expect([ended.run?.code, ended.outputs['error-code'], ended.run?.exchanges]).toEqual([
      4,
      'AZB_CI_PERMISSION_MISSING',
      [],
    ]);
    expect(errors(ended).map(({ message }) => message)).toEqual([
      expect.stringMatching(/lacks the permission "id-token: write"[^]*permissions:/u),
    ]);
    expect(ended.summary).toContain('id-token: write');
  });

  it.each([
    ['of another branch', { subject: 'repo:contoso/backups:ref:refs/heads/x' }, 'AADSTS700213'],
    [
      'whose repository is written otherwise',
      { subject: 'repo:Contoso/backups:ref:refs/heads/main' },
      'AADSTS7002138',
    ],
    ['whose token is too old', { late: 6 }, 'AADSTS700024'],
  ])('of a job %s ends with 4', async (_whose, tokens, code) => {
    const { run, outputs } = await step(STATUS, { tokens });
    expect([run?.code, outputs['error-code']]).toEqual([4, 'AZB_SIGN_IN_FAILED']);
    expect(run?.stdout).toContain(`${code}: `);
  });
});

describe('inputs that do not fit', () => {
  it.each([
    [{ command: '' }, 'the input command is missing'],
    [{ command: 'gaet' }, "'gaet' is no command that a step can run"],
    [{ command: 'status --vm VM005' }, 'is no command that a step can run'],
    [{ command: 'sandbox serve' }, 'is no command that a step can run'],
    [{ command: 'mcp' }, 'is no command that a step can run'],
    [{ ...STATUS, vmm: 'VM006' }, 'there is no input or option vmm'],
    [{ ...STATUS, retain: '30d' }, 'status has no option retain'],
    [{ ...STATUS, output: 'json' }, 'there is no input or option output'],
    [{ ...STATUS, 'exit-zero': 'yes' }, "the input exit-zero is true or false, not 'yes'"],
    [{ ...STATUS, 'tenant-id': '' }, 'client-id and tenant-id belong together'],
    [{ ...STATUS, 'max-age': 'soon' }, '--max-age'],
    [{ ...STATUS, arguments: 'VM006' }, 'too many arguments'],
    [{ command: 'x', vm: '' }, "'x' is no command"],
    [{ ...STATUS, 'exit-zero': 'a\n::error::owned' }, 'exit-zero is true or false'],
  ])('%j end with 2 before anything is asked', async (inputs, words) => {
    const ended = await step(inputs);
    expect(ended.run?.exchanges).toEqual([]);
    expect([ended.run?.code, ended.outputs['exit-code'], ended.outputs['ending']]).toEqual([
      2,
      '2',
      'usage',
    ]);
    expect(errors(ended)).toHaveLength(1);
    expect(errors(ended)[0]?.message).toContain(words);
    expect(ended.log.shown.join('\n')).toContain('error:');
  });

  it('outside of a pipeline end with 2', async () => {
    const run = await runCli([], { start: (_, host) => pipelineStep(host, main) });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('and this is neither')]);
  });
});

describe('several values', () => {
  it('stand one a line', async () => {
    const { outputs } = await step({ command: 'status', vm: 'VM005\n  VM010\n\n' });
    expect(outputs['total']).toBe('2');
  });
});

const GATE_FILE = `version: 1
blocks:
  - name: production
    select: { vm: [VM005, VM016] }
    rules:
      protected: true
      last-job-succeeded: true
`;

describe('a gate', () => {
  it('writes its reports, and marks each miss at its line', async () => {
    const ended = await step({ command: 'gate' }, { gateFile: GATE_FILE });
    const { outputs, summary } = ended;
    expect([ended.run?.code, outputs['verdict'], outputs['ending']]).toEqual([
      12,
      'not-met',
      'unmet',
    ]);
    expect(errors(ended)).toEqual([
      {
        name: 'error',
        properties: {
          file: 'azbackup.gate.yaml',
          line: '7',
          col: '7',
          title: 'last-job-succeeded: VM016',
        },
        message: expect.stringContaining('last backup'),
      },
    ]);
    const sarif: unknown = JSON.parse(readFileSync(outputs['sarif'] ?? '', 'utf8'));
    expect(sarif).toMatchObject({ version: '2.1.0' });
    const junit: unknown = new XMLParser().parse(readFileSync(outputs['junit'] ?? '', 'utf8'));
    expect(junit).toHaveProperty('testsuites');
    expect(summary).toBe(readFileSync(outputs['markdown'] ?? '', 'utf8'));
    expect(summary).toContain('## Backup gate: not met');
  });

  it('writes them where it was told to', async () => {
    const { outputs, cwd } = await step(
      { command: 'gate', format: 'sarif=here.sarif' },
      { gateFile: GATE_FILE },
    );
    expect(outputs['sarif']).toBe(path.join(cwd, 'here.sarif'));
    expect(existsSync(outputs['sarif'] ?? '')).toBe(true);
    expect(outputs['junit']).not.toBe('');
  });

  it('that cannot begin names no file of an earlier one', async () => {
    const { run, outputs } = await step({ command: 'gate' }, { gateFile: 'version: 2\n' });
    expect([run?.code, outputs['sarif'], outputs['result']]).toEqual([2, '', '']);
  });
});

describe('text of others', () => {
  const HOSTILE = [
    'no',
    '::add-mask::a',
    '::error file=x::owned',
    ' ::stop-commands::x',
    '##[error]owned',
    '::set-output name=ok::true',
    '`````',
    '# <img src=x> @all',
    '\u001B[2J\u202E',
    'EOF',
  ].join('\n');

  it('is obeyed by nobody', async () => {
    const ended = await step(STATUS, {
      answer: (request) =>
        request.url.includes('/protectedItems') || request.url.includes('/backupProtectedItems')
          ? Response.json({ error: { code: HOSTILE, message: HOSTILE } }, { status: 400 })
          : undefined,
    });
    expect(ended.run?.code).not.toBe(0);
    expect(ended.run?.stdout).toContain('owned');
    expect(names(ended).filter((name) => !['add-mask', 'error'].includes(name))).toEqual([]);
    expect(ended.log.commands.filter(({ message }) => message === 'owned')).toEqual([]);
    expect(ended.log.commands.filter(({ message }) => message === 'a')).toEqual([]);
    expect(ended.outputs['ok']).toBe('false');
    // No line of the page is a heading or a tag of theirs: it is escaped, or within a fence that it cannot close.
    expect(outsideFences(ended.summary)).not.toMatch(/^# |<img|@all/mu);
    expect(isSafe(ended.summary)).toBe(true);
  });

  it.each([
    ['that runs', STATUS],
    ['that is refused', { ...STATUS, vmm: 'canary-secret' }],
  ])('and secrets of the job are hidden by a step %s', async (_which, inputs) => {
    const env = { ...GITHUB_JOB, AZURE_CLIENT_SECRET: 'canary-secret' };
    const { log } = await step(inputs, { env });
    const masks = log.commands.filter(({ name }) => name === 'add-mask');
    expect(masks.map(({ name, message }) => [name, message])).toEqual([
      ['add-mask', 'canary-secret'],
      ['add-mask', 'job-token'],
    ]);
  });
});

/** Markdown without its fenced blocks. */
function outsideFences(markdown: string): string {
  return markdown.replaceAll(/^(?<fence>`{3,})[^`\n]*\n[^]*?^\k<fence>`*\s*$/gmu, '');
}

/** Runs a step in a place that lacks something. */
async function stepIn(env: Inputs): Promise<Omit<StepRun, 'step' | 'outcome' | 'inputs'>> {
  const cwd = runnerFolder();
  mkdirSync(path.join(cwd, 'folder'));
  writeFileSync(path.join(cwd, 'output'), '');
  const places = Object.entries({
    RUNNER_TEMP: '.',
    GITHUB_OUTPUT: 'output',
    GITHUB_STEP_SUMMARY: 'summary',
    ...env,
  }).map(([name, place]): [string, string] => [name, place && path.join(cwd, place)]);
  const run = await runCli([], {
    env: {
      GITHUB_ACTIONS: 'true',
      INPUT_COMMAND: 'status',
      INPUT_VM: 'VM005',
      ...Object.fromEntries(places),
    },
    start: (_, host) => pipelineStep(host, main),
  });
  const outputs = readOutputs(readFileSync(path.join(cwd, 'output'), 'utf8'));
  return { run, outputs, log: readLog(run.stdout), summary: '' };
}

describe('a place that lacks something', () => {
  it.each([
    ['no file for outputs', { GITHUB_OUTPUT: '' }, 'GITHUB_OUTPUT is not set'],
    ['no file for its page', { GITHUB_STEP_SUMMARY: '' }, 'GITHUB_STEP_SUMMARY is not set'],
    ['no folder', { RUNNER_TEMP: '' }, 'RUNNER_TEMP is not set'],
    ['a folder that is none', { RUNNER_TEMP: 'output' }, 'cannot be written'],
  ])('such as %s ends with 2 before anything is asked', async (_what, env, words) => {
    const { run } = await stepIn(env);
    expect([run?.code, run?.exchanges]).toEqual([2, []]);
    expect(`${run?.stdout}${run?.stderr}`).toContain(words);
  });

  it('ends with 13 where all went well and outputs cannot be written', async () => {
    const { run } = await stepIn({ GITHUB_OUTPUT: 'folder' });
    expect(run?.code).toBe(13);
    expect(run?.stdout).toContain('the outputs of the step could not be written');
  });

  it('ends with 13 where all went well and its page cannot be written, as its outputs have it', async () => {
    const { run, outputs } = await stepIn({ GITHUB_STEP_SUMMARY: 'folder' });
    expect([run?.code, outputs['exit-code'], outputs['ok'], outputs['total']]).toEqual([
      13,
      '13',
      'false',
      '1',
    ]);
    expect(run?.stdout).toContain('the page of the step could not be written');
  });
});
