// No secret may be seen when a server repeats what was sent to it, whichever request it was and in whatever form.
import { describe, expect, it } from 'vitest';
import { ECHOES, leaksWhenEchoed, PLACES } from '../../workflow/support/echoing-server.js';
import { watched } from '../../workflow/support/watched-run.js';
import { SENDING_COMMANDS } from '../../workflow/taint/sending-commands.js';
import { leastAttacks, SHARE } from '../share.js';

const FORMS = Object.keys(ECHOES);

/** Every request in four forms, each in its own place; over all requests, every form in every place. */
const FORMS_A_REQUEST = 4;

/** All attacks together, where none is left out. */
const WHOLE_SWEEP = 1000;

describe('no secret is seen when a server repeats what it was sent', () => {
  let all = 0;

  it.each(SENDING_COMMANDS)('by $argv', async (command) => {
    const { exchanges } = await watched(command.argv.split(' '), { env: command.env ?? {} });
    expect(exchanges.length).toBeGreaterThan(command.requests);
    const whole = exchanges.length * FORMS_A_REQUEST;
    const leaks: string[] = [];
    let attacks = 0;
    for (let attack = 0; attack < whole; attack += SHARE) {
      const place = Math.floor(attack / FORMS_A_REQUEST) + 1;
      const form = FORMS[attack % FORMS.length] ?? '';
      const where = PLACES[Math.floor(attack / FORMS.length) % PLACES.length] ?? 'the message';
      const seen = await leaksWhenEchoed(command, place, form, where);
      leaks.push(...seen.leaks.map((leak) => `request ${place} ${form} in ${where}: ${leak}`));
      attacks += 1;
    }
    all += attacks;
    expect(leaks).toEqual([]);
    expect(attacks).toBeGreaterThanOrEqual(leastAttacks(whole));
  });

  it(`in ${WHOLE_SWEEP} runs or more, or the share of them that is made: one of ${SHARE}`, () => {
    expect(all).toBeGreaterThanOrEqual(leastAttacks(WHOLE_SWEEP));
  });
});
