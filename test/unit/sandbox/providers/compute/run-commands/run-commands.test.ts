// Managed run commands: what a script comes to, when it is refused, and what is kept of its output.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { keptOutput } from '../../../../../../src/sandbox/providers/compute/run-commands/run-command.js';
import type { WorldState } from '../../../../../../src/sandbox/kernel/state.js';
import {
  findVirtualMachine,
  updateRuntime,
} from '../../../../../../src/sandbox/providers/compute/virtual-machines/state.js';
import {
  addMachine,
  backupSandbox,
  backupWorld,
  machineId,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import { tiny } from '../../../../../support/worlds/tiny-world.js';
import {
  buildMachine,
  restoredIds,
  restoredSandbox,
} from '../../../../../support/worlds/restored-world.js';

const version = '2023-09-01';
const machine = machineId('Plain-VM');
const path = `${machine}/runCommands/check`;

interface Asked {
  readonly script?: string;
  readonly asyncExecution?: boolean;
  readonly timeoutInSeconds?: number;
  readonly treatFailureAsDeploymentFailure?: boolean;
}

function sandboxWith(scripts: WorldState['scripts']): BackupSandbox {
  const state = backupWorld();
  return backupSandbox(scripts === undefined ? state : { ...state, scripts });
}

async function put(sandbox: BackupSandbox, asked: Asked = {}, at = path): Promise<Json> {
  const { script = 'echo hello', ...properties } = asked;
  const body = { location: 'japaneast', properties: { source: { script }, ...properties } };
  return await sandbox.call('PUT', at, body, version);
}

async function view(sandbox: BackupSandbox, at = path): Promise<Json> {
  const { body } = await sandbox.call('GET', `${at}?$expand=instanceView`, undefined, version);
  return body.properties;
}

/** Puts it and asks a while later how its operation and its script went. */
async function run(sandbox: BackupSandbox, asked: Asked = {}, seconds = 60) {
  const answer = await put(sandbox, asked);
  expect(answer.status).toBe(201);
  sandbox.pass(seconds);
  const operation = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
  return { operation: operation.body, ...(await view(sandbox)) };
}

describe('managed run commands', () => {
  it('run a script once, and say how far it is', async () => {
    const sandbox = sandboxWith([{ output: 'hello\n', seconds: 20 }]);
    const answer = await put(sandbox);
    expect(answer.body).toMatchObject({
      id: path,
      name: 'check',
      properties: { provisioningState: 'Creating', source: { script: 'echo hello' } },
    });
    expect(answer.body.properties.instanceView).toBeUndefined();
    const status = async () =>
      (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body.status;
    const states = [];
    for (let seconds = 0; seconds <= 30; seconds += 10) {
      const { instanceView } = await view(sandbox);
      states.push([instanceView.executionState, await status()]);
      sandbox.pass(10);
    }
    expect(states).toEqual([
      ['Pending', 'InProgress'],
      ['Running', 'InProgress'],
      ['Running', 'InProgress'],
      ['Succeeded', 'Succeeded'],
    ]);
    const { instanceView, provisioningState } = await view(sandbox);
    expect(provisioningState).toBe('Succeeded');
    expect(instanceView).toMatchObject({ exitCode: 0, output: 'hello\n', error: '' });
    expect(Date.parse(instanceView.endTime) - Date.parse(instanceView.startTime)).toBe(20_000);
    const again = await put(sandbox);
    expect(again.status).toBe(200);
    expect((await view(sandbox)).instanceView.endTime).toBe(instanceView.endTime);
  });

  it('end well and silently where the world says nothing of them', async () => {
    const { operation, provisioningState, instanceView } = await run(sandboxWith(undefined));
    expect([operation.status, provisioningState]).toEqual(['Succeeded', 'Succeeded']);
    expect(instanceView).toMatchObject({ executionState: 'Succeeded', exitCode: 0, output: '' });
  });

  it.each([
    [false, 'Succeeded'],
    [true, 'Failed'],
  ])(
    'tell a failure apart from provisioning, unless it is to count: %s',
    async (counts, outcome) => {
      const sandbox = sandboxWith([{ contains: 'exit', exitCode: 3, error: 'no\n' }]);
      const asked = { script: 'exit 3', treatFailureAsDeploymentFailure: counts };
      const { operation, provisioningState, instanceView } = await run(sandbox, asked);
      expect([operation.status, provisioningState]).toEqual([outcome, outcome]);
      expect(instanceView).toMatchObject({ executionState: 'Failed', exitCode: 3, error: 'no\n' });
      expect(instanceView.executionMessage).toContain('3');
    },
  );

  it('time out when they hang', async () => {
    const sandbox = sandboxWith([{ hangs: true }]);
    const early = await run(sandbox, { timeoutInSeconds: 120 });
    expect([early.operation.status, early.instanceView.executionState]).toEqual([
      'InProgress',
      'Running',
    ]);
    const other = await put(sandbox, { script: 'another' });
    expect([other.status, other.body.error.code]).toEqual([409, 'Conflict']);
    sandbox.pass(120);
    const late = await view(sandbox);
    expect([late.provisioningState, late.instanceView.executionState]).toEqual([
      'Succeeded',
      'TimedOut',
    ]);
  });

  it('hang for ninety minutes unless told otherwise, and are provisioned at once when asynchronous', async () => {
    const sandbox = sandboxWith([{ hangs: true }]);
    const { operation, instanceView } = await run(sandbox, { asyncExecution: true });
    expect([operation.status, instanceView.executionState]).toEqual(['Succeeded', 'Running']);
    sandbox.pass(5400);
    expect((await view(sandbox)).instanceView.executionState).toBe('TimedOut');
  });

  it('go by the first rule that fits machine and script', async () => {
    const sandbox = sandboxWith([
      { machine: 'other-*', exitCode: 1 },
      { machine: 'plain-*', contains: 'b', exitCode: 2 },
      { contains: 'b', exitCode: 4 },
    ]);
    expect((await run(sandbox, { script: 'abc' })).instanceView.exitCode).toBe(2);
    expect((await run(sandboxWith([{ contains: 'b', exitCode: 4 }]))).instanceView.exitCode).toBe(
      0,
    );
  });

  it('are refused by a machine that does not run', async () => {
    const sandbox = sandboxWith(undefined);
    await sandbox.call('POST', `${machine}/deallocate`, undefined, version);
    sandbox.pass(60);
    const { status, body } = await put(sandbox);
    expect([status, body.error.code]).toEqual([409, 'OperationNotAllowed']);
  });

  it('wait for an agent and give up on one that stays silent', async () => {
    const state = backupWorld();
    addMachine(state, 'Mute-VM', { agentReady: false });
    const sandbox = backupSandbox(state);
    const at = `${machineId('Mute-VM')}/runCommands/check`;
    const answer = await put(sandbox, {}, at);
    const status = async () =>
      (await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '')).body;
    sandbox.pass(600);
    expect((await status()).status).toBe('InProgress');
    sandbox.pass(600);
    expect(await status()).toMatchObject({
      status: 'Failed',
      error: { code: 'VMAgentStatusCommunicationError' },
    });
    expect(await view(sandbox, at)).toMatchObject({
      provisioningState: 'Failed',
      instanceView: { executionState: 'Unknown' },
    });
  });

  it('start when the agent of a new machine comes up', async () => {
    const sandbox = await restoredSandbox();
    await buildMachine(sandbox, undefined, 46);
    const at = `${restoredIds.machine}/runCommands/check`;
    expect((await put(sandbox, {}, at)).status).toBe(201);
    sandbox.pass(30);
    expect((await view(sandbox, at)).instanceView.executionState).toBe('Pending');
    sandbox.pass(60);
    expect((await view(sandbox, at)).instanceView.executionState).toBe('Succeeded');
  });

  it('are lost with a machine that stops, or whose agent falls silent, meanwhile', async () => {
    for (const change of [{ powerState: 'stopped' }, { agentReady: false }] as const) {
      const sandbox = sandboxWith([{ seconds: 100 }]);
      const answer = await put(sandbox);
      sandbox.pass(30);
      const found = findVirtualMachine(sandbox.state, machine);
      if (found !== undefined) {
        updateRuntime(found, change);
      }
      sandbox.pass(100);
      const status = await sandbox.send('GET', answer.headers.get('azure-asyncoperation') ?? '');
      expect(status.body.status).toBe('Failed');
      expect((await view(sandbox)).instanceView.executionState).toBe('Unknown');
    }
  });

  it('are listed, deleted, and gone with their machine', async () => {
    const sandbox = sandboxWith(undefined);
    await run(sandbox);
    const list = async () =>
      (await sandbox.call('GET', `${machine}/runCommands`, undefined, version)).body.value;
    expect(await list()).toMatchObject([
      { name: 'check', type: 'Microsoft.Compute/virtualMachines/runCommands' },
    ]);
    expect((await sandbox.call('DELETE', path, undefined, version)).status).toBe(202);
    sandbox.pass(20);
    expect(await list()).toEqual([]);
    expect((await sandbox.call('DELETE', path, undefined, version)).status).toBe(204);
    expect((await sandbox.call('GET', path, undefined, version)).status).toBe(404);
    await run(sandbox);
    await sandbox.call('DELETE', machine, undefined, version);
    sandbox.pass(60);
    await sandbox.call('GET', machine, undefined, version);
    expect(Object.keys(sandbox.state.resources).filter((key) => key.includes('plain-vm/'))).toEqual(
      [],
    );
  });

  it('need a right of their own, and keep no protected parameters', async () => {
    const sandbox = sandboxWith(undefined);
    const body = {
      location: 'japaneast',
      properties: {
        source: { script: 'a' },
        protectedParameters: [{ name: 'p', value: 'secret!' }],
      },
    };
    const target = `${path}?api-version=${version}`;
    const refused = await sandbox.send('PUT', target, { as: tiny.strangerId, body });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'AuthorizationFailed']);
    expect((await sandbox.send('PUT', target, { body })).status).toBe(201);
    expect(JSON.stringify(sandbox.state)).not.toContain('secret!');
  });
});

describe('the output of a script', () => {
  it('is kept up to its last 4 KB, in whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 6000 }), (text) => {
        const kept = keptOutput(text);
        expect(text.endsWith(kept)).toBe(true);
        const bytes = Buffer.byteLength(kept);
        expect(bytes).toBeLessThanOrEqual(4096);
        expect(bytes).toBeGreaterThan(Math.min(4096, Buffer.byteLength(text)) - 4);
      }),
    );
  });
});
