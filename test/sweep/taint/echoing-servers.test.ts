// No secret may be seen when a server repeats what was sent to it, whichever request it was and in whatever form.
import { describe, expect, it } from 'vitest';
import { ECHOES, leaksWhenEchoed, PLACES } from '../../workflow/support/echoing-server.js';
import { SENDING_COMMANDS } from '../../workflow/taint/sending-commands.js';
import { SHARE } from '../share.js';

const FORMS = Object.keys(ECHOES);

/** Every request in four forms, each in its own place; over all requests, every form in every place. */
const FORMS_A_REQUEST = 4;

describe('no secret is seen when a server repeats what it was sent', () => {
  it.each(SENDING_COMMANDS)('by $argv', async (command) => {
    const leaks: string[] = [];
    let runs = 0;
    for (let place = 1; ; place += 1) {
      let echoed = false;
      for (let turn = 0; turn < FORMS_A_REQUEST; turn += SHARE) {
        const attack = place * FORMS_A_REQUEST + turn;
        const form = FORMS[attack % FORMS.length] ?? '';
        const where = PLACES[Math.floor(attack / FORMS.length) % PLACES.length] ?? 'the message';
        const seen = await leaksWhenEchoed(command, place, form, where);
        echoed = seen.echoed;
        runs += 1;
        leaks.push(...seen.leaks.map((leak) => `request ${place} ${form} in ${where}: ${leak}`));
      }
      if (!echoed) {
        break;
      }
    }
    expect(leaks).toEqual([]);
    expect(runs).toBeGreaterThan((command.requests * FORMS_A_REQUEST) / SHARE);
  });
});
