// Runs as a process of its own: counts up in a state file and says each number once it is saved. The
// first thing that it says is 0: it is about to open the file.
// Arguments: folder, how often (0: until it is killed).

import { openStateFile } from '../../../src/sandbox/kernel/persistence/state-file.js';
import { buildEmptyWorld } from '../../../src/sandbox/estates/empty-world.js';

const [directory = '', times = '0'] = process.argv.slice(2);
process.stdout.write('0\n');
const file = await openStateFile(directory, () => buildEmptyWorld(0));
const last = times === '0' ? Number.POSITIVE_INFINITY : Number(times);
let done = 0;
while (done < last) {
  const saved = await file.transact((state) => {
    state.ids.next += 1;
    return state.ids.next;
  });
  process.stdout.write(`${saved}\n`);
  done += 1;
}
