// Requests whose response may be lost: nothing is done twice, nothing is given up that was done.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import { isLostResponse, sendSafely } from '../../../../src/steps/waiting/send-safely.js';
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

  it('is sent again where nothing is found', async () => {
    const { end, done } = await play([LOST, 'sent'], [undefined]);
    expect({ end, done }).toEqual({ end: 'sent', done: ['send', 'find', 'send'] });
  });

  it('is sent three times at most, and looked for once more after the last', async () => {
    const lost = await play([LOST, LOST, LOST, 'too often'], [undefined, undefined, undefined]);
    expect(lost.end).toBe(LOST);
    expect(lost.done).toEqual(['send', 'find', 'send', 'find', 'send', 'find']);
    const found = await play([LOST, LOST, LOST], [undefined, undefined, 'found']);
    expect(found.end).toBe('found');
  });

  it('is not sent again while nobody can tell whether it was carried out', async () => {
    const { end, done } = await play([LOST, 'twice'], [LOST, LOST, LOST, LOST]);
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

describe('a lost response', () => {
  it.each([
    [LOST, true],
    [error('AZB_UNAVAILABLE', 'unavailable'), true],
    // Azure says that it has not carried it out.
    [error('AZB_THROTTLED', 'unavailable'), false],
    [BUSY, false],
    [new TypeError('a bug'), false],
  ])('%s: %s', (thrown, lost) => {
    expect(isLostResponse(thrown)).toBe(lost);
  });
});
