import { describe, expect, it } from 'vitest';
import { resumeRun } from '../../../src/cli/runs/resume-run.js';
import type { Host } from '../../../src/cli/host.js';
import { disableCommand } from '../../../src/commands/item-change/disable.command.js';
import { formatLine, type RunLine } from '../../../src/steps/runs/run-lines.js';
import { memoryFiles, TEST_NOW } from '../../support/run-cli.js';

const TIME = '2026-11-23T18:00:00Z';
const PLACE = { cloud: 'AzureCloud', sandbox: null };
const ID = 'disable-20261123-180000-abcd';

type Used = 'env' | 'homeDirectory' | 'cwd' | 'openStateFiles' | 'processes' | 'clock';

/** A host of which nothing but its files is used. */
async function hostWith(text: string): Promise<Host> {
  const files = memoryFiles();
  await files.write(`${ID}.jsonl`, text);
  const host: Pick<Host, Used> = {
    env: {},
    homeDirectory: '/home',
    cwd: '/home',
    processes: { own: 1, computer: 'tests', isRunning: () => false },
    clock: { now: () => TEST_NOW, sleep: () => Promise.resolve() },
    openStateFiles: () => files,
  };
  return host as Host;
}

function textOf(options: Record<string, unknown>): string {
  const lines: readonly RunLine[] = [
    {
      type: 'run',
      version: 1,
      id: ID,
      command: 'disable',
      options,
      ...PLACE,
      started: TIME,
      machines: 1,
    },
    { type: 'planned', vm: '/vm/1', steps: ['stop'] },
  ];
  return lines.map((line) => formatLine(line)).join('');
}

async function givenFor(
  text: string,
  given: Record<string, unknown> = { resume: ID },
): Promise<Readonly<Record<string, unknown>>> {
  const invocation = { places: {}, definition: disableCommand, given };
  return (await resumeRun(await hostWith(text), invocation, PLACE)).invocation.given;
}

describe('the command line of a resumed run', () => {
  it('has the options of the run, and its machines by id', async () => {
    const text = textOf({ vm: ['one'], all: true, retainData: true, vault: 'v' });
    expect(await givenFor(text, { resume: ID, output: 'json' })).toEqual({
      resume: ID,
      output: 'json',
      retainData: true,
      vault: 'v',
      vm: ['/vm/1'],
    });
  });

  it.each(['yes', 'confirm', 'sandboxAs', 'cloud', 'auth', 'record', 'resourceGuardRequest'])(
    'takes no --%s from a file',
    async (key) => {
      expect(await givenFor(textOf({ [key]: 'x' }))).toEqual({ resume: ID, vm: ['/vm/1'] });
    },
  );

  it.each([
    ['an option of another value', { resume: ID, vault: 'w' }, 'AZB_RUN_DIFFERS'],
    ['an option that the run had not', { resume: ID, deleteData: true }, 'AZB_RUN_DIFFERS'],
    ['no such run', { resume: 'disable-0' }, 'AZB_RUN_NOT_FOUND'],
  ])('%s is refused', async (_, given, code) => {
    await expect(givenFor(textOf({ vault: 'v' }), given)).rejects.toMatchObject({
      fields: { code },
    });
  });

  it('another place is refused', async () => {
    const invocation = { places: {}, definition: disableCommand, given: { resume: ID } };
    const host = await hostWith(textOf({}));
    for (const place of [
      { ...PLACE, sandbox: '/s' },
      { ...PLACE, cloud: 'AzureChinaCloud' },
    ]) {
      await expect(resumeRun(host, invocation, place)).rejects.toMatchObject({
        fields: { code: 'AZB_RUN_DIFFERS' },
      });
    }
  });
});
