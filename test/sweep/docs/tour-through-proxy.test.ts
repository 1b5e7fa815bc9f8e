// The tour of README.md by azbackup as a client of a served sandbox: as against Azure, with a proxy in between.
import { describe, expect, it } from 'vitest';
import { runBin, runShell } from '../../support/process/bin.js';
import { examplesOf, faultsOf } from '../../support/page-examples.js';
import { servingPlace, shellEnvironment } from '../../support/process/served-sandbox.js';

const { place, serve, folder } = servingPlace();

describe('azbackup through the proxy, without --sandbox', () => {
  it('does the tour of README.md with a service principal, TLS and sockets', async () => {
    const directory = folder('tour');
    await serve('--sandbox-dir', directory, '--speed', '600');
    const env = { ...place.env, ...(await shellEnvironment(place, directory)) };
    // What changes something, and what asks each kind of host. A restore watches its job by this computer's
    // clock, a minute at a time: too long for a test. Other worlds have folders of their own.
    const examples = examplesOf('README.md').filter(
      ({ script }) =>
        /azbackup (?:enable --vm VM001|backup-now|audit-keys|sandbox)\b/u.test(script) &&
        !script.includes('--sandbox-dir'),
    );
    const azure = examples.map((example) => ({
      ...example,
      script: example.script.startsWith('azbackup sandbox ')
        ? `${example.script.replace(' --sandbox', '')} --sandbox-dir '${directory}'`
        : example.script.replace(' --sandbox', ''),
    }));
    expect(azure.length).toBeGreaterThan(5);
    for (const example of azure) {
      const faults = faultsOf(await runShell({ ...place, env }, example.script), example);
      expect({ script: example.script, faults }).toEqual({ script: example.script, faults: [] });
    }
    // The tour ends with a reset, so nothing is granted.
    const granted = await runBin(place, ['grant-access', '--vm', 'VM002', '-o', 'json'], { env });
    expect([granted.code, JSON.parse(granted.stdout).items[0].outcome]).toEqual([0, 'granted']);
  });
});
