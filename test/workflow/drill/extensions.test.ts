// Extensions that Azure still puts in place are waited for, as long as the validation window lasts.
import { expect, it } from 'vitest';
import { defaultWorld } from '../../support/run-cli.js';
import { addKind } from '../restore/restore-kinds.js';
import { drill } from './drills.js';

it.each([
  [10, 0, 'passed', /^all 1 are there$/u],
  [1000, 6, 'inconclusive', /^AzureDiskEncryptionForLinux is Updating$/u],
])('that are updated for %s looks', async (lasts, code, outcome, observed) => {
  const world = defaultWorld();
  addKind(world, { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] });
  let looks = 0;
  const { run, item } = await drill('--vm VM300 --check extensions', world, {
    around: async ({ method, url }, answer) => {
      const response = await answer();
      const isOfVm = new URL(url).pathname.endsWith('/virtualMachines/VM300-drill');
      if (method !== 'GET' || !isOfVm) {
        return response;
      }
      const { status, headers } = response;
      const machine = await response.text();
      const isInPlace = machine.includes('AzureDiskEncryptionForLinux');
      looks += isInPlace ? 1 : 0;
      const text =
        isInPlace && looks <= lasts
          ? machine.replace(/("resources":.*?"provisioningState":)"Succeeded"/u, '$1"Updating"')
          : machine;
      return new Response(text, { status, headers });
    },
  });
  expect([run.code, item.outcome, item.cleanup]).toEqual([code, outcome, 'clean']);
  const [check] = item.checks;
  expect(check?.observed).toMatch(observed);
  expect(looks).toBeGreaterThan(10);
});
