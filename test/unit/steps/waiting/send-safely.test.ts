// Requests whose response may be lost: nothing is done twice, nothing is given up that was done.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import {
  isLostResponse,
  LISTED_WITHIN_SECONDS,
  sendSafely,
  traceRequest,
} from '../../../../src/steps/waiting/send-safely.js';
import { VIRTUAL_START, VirtualClock } from '../../../support/virtual-clock.js';

function error(code: string, kind: 'unavailable' | 'azure-failed'): AzbackupError {
  return new AzbackupError({ code, kind, message: code });
}

const LOST = error('AZB_UNREACHABLE', 'unavailable');
const BUSY = error('AZB_CONFLICT', 'azure-failed');

type Answer = string | AzbackupError | undefined;

/** Sends and looks by script; what was done, in order. */
async function play(
  sends: readonly Answer[],
  finds: readonly Answer[],
  deadlineSeconds?: number,
): Promise<{ readonly end: unknown; readonly done: readonly string[]; readonly waited: number[] }> {
  const clock = new VirtualClock();
  const done: string[] = [];
  const waited: number[] = [];
  const next = (name: string, script: readonly Answer[]) => async () => {
    const answer = script[done.filter((each) => each === name).length];
    done.push(name);
    if (answer instanceof AzbackupError) {
      throw answer;
    }
    return answer;
  };
  const send = next('send', sends);
  const end: unknown = await sendSafely<string>(
    { clock, signal: new AbortController().signal, random: () => 0 },
    {
      send: async () => (await send()) ?? 'nothing',
      find: next('find', finds),
      retryOn: (thrown) => thrown === BUSY,
      deadlineMilliseconds:
        deadlineSeconds === undefined ? undefined : VIRTUAL_START + deadlineSeconds * 1000,
      onWaiting: (seconds) => waited.push(seconds),
    },
  ).catch((thrown: unknown) => thrown);
  return { end, done, waited };
}

describe('a request whose response may be lost', () => {
  it('is sent once where it is answered', async () => {
    expect(await play(['sent'], [])).toEqual({ end: 'sent', done: ['send'], waited: [] });
  });

  it('is not sent again where what it started is found', async () => {
    const { end, done, waited } = await play([LOST], ['found']);
    expect({ end, done }).toEqual({ end: 'found', done: ['send', 'find'] });
    expect(waited).toEqual([15]);
  });

  it('is looked for until what it started would be listed, and then sent again', async () => {
    const { end, done } = await play([LOST, 'sent'], []);
    expect(end).toBe('sent');
    expect(done.filter((each) => each === 'find').length).toBeGreaterThanOrEqual(
      LISTED_WITHIN_SECONDS / 15,
    );
    expect([done[0], done.at(-1)]).toEqual(['send', 'send']);
  });

  it.each([1, 5, 19])('is found where it is listed late (look %i)', async (looks) => {
    const script = [...Array.from({ length: looks }, () => undefined), 'found'];
    const { end, done } = await play([LOST, 'twice'], script);
    expect(end).toBe('found');
    expect(done.filter((each) => each === 'send')).toHaveLength(1);
  });

  it('is sent again at once where nothing can have left this computer', async () => {
    const refused = new AzbackupError({ ...LOST.fields, causes: ['ECONNREFUSED'] });
    const { end, done } = await play([refused, 'sent'], []);
    expect({ end, done }).toEqual({ end: 'sent', done: ['send', 'find', 'send'] });
  });

  it('is sent three times at most, and looked for once more after the last', async () => {
    const lost = await play([LOST, LOST, LOST, 'too often'], []);
    expect(lost.end).toBe(LOST);
    expect(lost.done.filter((each) => each === 'send')).toHaveLength(3);
    expect(lost.done.at(-1)).toBe('find');
  });

  it('is not sent again while nobody can tell whether it was carried out', async () => {
    const { end, done } = await play(
      [LOST, 'twice'],
      Array.from({ length: 30 }, () => LOST),
    );
    expect(end).toBe(LOST);
    expect(done.filter((each) => each === 'send')).toHaveLength(1);
  });

  it('is sent again after what the caller names, without looking', async () => {
    const { end, done } = await play([BUSY, BUSY, 'sent'], []);
    expect({ end, done }).toEqual({ end: 'sent', done: ['send', 'send', 'send'] });
  });

  it('is not tried again after the deadline', async () => {
    expect(await play([LOST, 'late'], ['late'], 10)).toEqual({
      end: LOST,
      done: ['send'],
      waited: [],
    });
  });
});

describe('what came of a request', () => {
  async function trace(
    found: readonly Answer[],
    deadlineSeconds = Number.POSITIVE_INFINITY,
  ): Promise<unknown> {
    let looks = 0;
    const context = {
      clock: new VirtualClock(),
      signal: new AbortController().signal,
      random: () => 0,
    };
    return traceRequest(context, VIRTUAL_START, {
      find: async () => {
        const answer = found[looks];
        looks += 1;
        if (answer instanceof AzbackupError) {
          throw answer;
        }
        return answer;
      },
      deadlineMilliseconds: VIRTUAL_START + deadlineSeconds * 1000,
      onWaiting: () => undefined,
    });
  }

  it.each([
    ['is found', ['job'], undefined, { status: 'found', result: 'job' }],
    ['is found late', [undefined, LOST, 'job'], undefined, { status: 'found', result: 'job' }],
    ['is surely absent', [], undefined, { status: 'absent' }],
    ['is unknown when the wait ends', [], 60, { status: 'timeout' }],
  ] as const)('%s', async (_what, found, deadline, expected) => {
    expect(await trace(found, deadline)).toEqual(expected);
  });
});

describe('a lost response', () => {
  it.each([
    [LOST, true],
    [error('AZB_UNAVAILABLE', 'unavailable'), true],
    [error('AZB_UNEXPECTED_RESPONSE', 'azure-failed'), true],
    // Azure says that it has not carried it out.
    [error('AZB_THROTTLED', 'unavailable'), false],
    [BUSY, false],
    [new TypeError('a bug'), false],
  ])('%s: %s', (thrown, lost) => {
    expect(isLostResponse(thrown)).toBe(lost);
  });
});
