import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../../src/steps/events.js';
import { createRecorder } from '../../../../src/steps/runs/recorder.js';
import { formatLine, parseRun, type RunEvent } from '../../../../src/steps/runs/run-lines.js';
import {
  applyEvent,
  countMachines,
  machinesLeft,
  nextMove,
  plannedState,
  stateOf,
  type NextMove,
} from '../../../../src/steps/runs/run-state.js';

const TIME = '2026-11-23T18:00:00Z';
const VM = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/';

const started = (vm: string): RunEvent => ({ type: 'started', vm, step: 'backup', time: TIME });
const job = (vm: string): RunEvent => ({ type: 'job', vm, jobId: `job of ${vm}`, time: TIME });
const ended = (
  vm: string,
  outcome: string,
  exit: Extract<RunEvent, { type: 'ended' }>['exit'],
): RunEvent => ({
  type: 'ended',
  vm,
  outcome,
  exit,
  jobId: null,
  operationId: null,
  code: null,
  time: TIME,
});

const MOVES: readonly (readonly [string, readonly RunEvent[], NextMove])[] = [
  ['nothing', [], 'start'],
  ['a step, killed', [started('a')], 'look-again'],
  ['a job, killed', [started('a'), job('a')], 'look-again'],
  ['enabled', [started('a'), ended('a', 'enabled', 'done')], 'skip'],
  ['nothing to do', [ended('a', 'already-enabled', 'done')], 'skip'],
  ['with warnings', [started('a'), ended('a', 'completed-with-warnings', 'warnings')], 'skip'],
  ['accepted, not waited for', [started('a'), ended('a', 'accepted', 'done')], 'look-again'],
  ['a job not waited for', [started('a'), job('a'), ended('a', 'started', 'done')], 'look-again'],
  ['timed out', [started('a'), job('a'), ended('a', 'running', 'still-running')], 'look-again'],
  [
    'interrupted while it ran',
    [started('a'), ended('a', 'interrupted', 'interrupted')],
    'look-again',
  ],
  ['interrupted before', [ended('a', 'interrupted', 'interrupted')], 'start'],
  ['--max-errors', [ended('a', 'not-started', 'partial')], 'start'],
  ['declined', [ended('a', 'declined', 'usage')], 'start'],
  ['blocked', [ended('a', 'blocked', 'blocked')], 'retry'],
  ['failed', [started('a'), job('a'), ended('a', 'failed', 'azure-failed')], 'retry'],
  [
    'failed, then started again',
    [started('a'), ended('a', 'failed', 'azure-failed'), started('a')],
    'look-again',
  ],
];

describe('what a resumed run does with a machine', () => {
  it.each(MOVES)('%s', (_, events, move) => {
    const state = plannedState([{ vm: 'a', steps: [] }]);
    for (const event of events) {
      applyEvent(state, event);
    }
    expect([...state.values()].map((machine) => nextMove(machine))).toEqual([move]);
  });

  it('of a new attempt, the job of the one before is forgotten', () => {
    const state = plannedState([{ vm: 'a', steps: [] }]);
    for (const event of [
      started('a'),
      job('a'),
      ended('a', 'failed', 'azure-failed'),
      started('A'),
    ]) {
      applyEvent(state, event);
    }
    expect(state.get('a')).toEqual({ vm: 'a', steps: [], started: TIME });
  });
});

/** A run of three machines: one done, one failed, one in flight, as its command writes it. */
function recorded(): string {
  const vms = ['one', 'two', 'three'].map((name) => `${VM}${name}`);
  const planned = vms.map((vm) => ({ vm, steps: ['backup'] }));
  const head = {
    type: 'run' as const,
    version: 1 as const,
    id: 'backup-now-20261123-180000-abcd',
    command: 'backup-now',
    options: { vm: ['one', 'two', 'three'], retain: 'é 30d' },
    cloud: 'AzureCloud',
    sandbox: null,
    started: TIME,
    machines: vms.length,
  };
  const lines = planned.map((machine) => formatLine({ type: 'planned', ...machine }));
  let text = formatLine(head) + lines.join('');
  const recorder = createRecorder({
    state: plannedState(planned),
    append: (more) => {
      text += more;
    },
    now: () => TIME,
  });
  for (const [at, vm] of vms.entries()) {
    for (const event of stepOf(vm, String(at))) {
      recorder.event(event);
    }
  }
  recorder.ended({ vm: { id: vms[0] }, outcome: 'completed', jobId: '0' }, 'done');
  recorder.ended(
    { vm: { id: vms[1] }, outcome: 'failed', jobId: '1', error: { code: 'X' } },
    'azure-failed',
  );
  return text;
}

function stepOf(vm: string, jobId: string): EngineEvent[] {
  const name = { running: 'starting', done: 'started', subject: vm };
  const step = { id: vm, kind: 'backup', target: '/vault', vmIds: [vm], name };
  return [
    { type: 'step.started', step, atSeconds: 0 },
    { type: 'operation.accepted', step, operationId: `op ${jobId}`, atSeconds: 0 },
    { type: 'step.done', step, elapsedSeconds: 1, jobId, atSeconds: 1 },
  ];
}

describe('a run file', () => {
  const text = recorded();

  it('shows what is left', () => {
    const parsed = parseRun(text);
    const state = parsed.status === 'read' ? stateOf(parsed.run) : new Map();
    expect(countMachines(state)).toEqual({ total: 3, done: 1, failed: 1, left: 1 });
    expect(machinesLeft(state).map((machine) => [nextMove(machine), machine.jobId])).toEqual([
      ['retry', '1'],
      ['look-again', '2'],
    ]);
  });

  it('that ends after any byte has every machine once, and done only where that is written', () => {
    const bytes = Buffer.from(text);
    const lastPlanned = text.lastIndexOf('"type":"planned"');
    const nothingSent = Buffer.byteLength(text.slice(0, text.indexOf('\n', lastPlanned) + 1));
    fc.assert(
      fc.property(fc.nat(bytes.length), (end) => {
        const cut = bytes.subarray(0, end).toString('utf8');
        const parsed = parseRun(cut);
        expect(parsed.status).toBe(end < nothingSent ? 'incomplete' : 'read');
        if (parsed.status !== 'read') {
          return;
        }
        const state = stateOf(parsed.run);
        expect([...state.keys()]).toHaveLength(3);
        const isDone = parsed.run.whole.includes('"completed"');
        expect(machinesLeft(state)).toHaveLength(isDone ? 2 : 3);
        const isBegun = [...state.values()].map(({ started: at }) => at !== undefined);
        expect(isBegun).toEqual(
          [...state.values()].map(({ vm }) =>
            parsed.run.whole.includes(`{"type":"started","vm":"${vm}"`),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a line that is none', text.replace('{"type":"started"', '{"type":"begun"'), 5],
    ['no head', text.slice(text.indexOf('\n') + 1), 1],
    ['two heads', text.slice(0, text.indexOf('\n') + 1) + text, 2],
    ['another version', text.replace('"version":1', '"version":2'), 1],
    ['an exit that is none', text.replace('"exit":"done"', '"exit":"fine"'), 14],
  ])('with %s is refused', (_, wrong, line) => {
    expect(parseRun(wrong)).toEqual({ status: 'invalid', line });
  });
});
