// Lists of Resource Manager in pages, and a fleet that is larger than one.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSandbox } from '../../../../src/sandbox/create-sandbox.js';
import { worldNamed } from '../../../../src/sandbox/estates/catalogue.js';
import { worldClock } from '../../../../src/sandbox/kernel/time/world-clock.js';
import { tiny, tinySandbox } from '../../../support/worlds/tiny-world.js';
import { tokenFor } from '../../../support/worlds/token-for.js';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
const VERSION = 'api-version=2026-03-01';

const pageSchema = z.object({
  value: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.unknown()) })),
  nextLink: z.string().optional(),
});

describe('a list of machines', () => {
  it('goes on with the address of the next page until every machine was there once', async () => {
    const state = worldNamed('fleet:520')(Date.UTC(2026, 10, 23, 9));
    const sandbox = createSandbox({ state, clock: worldClock(state) });
    const headers = { authorization: `Bearer ${await tokenFor(sandbox, 'azbackup-viewer')}` };
    const counts: number[] = [];
    const ids = new Set<string>();
    let next: string | undefined =
      `https://management.azure.com${SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachines?$expand=instanceView&${VERSION}`;
    while (next !== undefined) {
      const response: Response = await sandbox.fetch(new Request(next, { headers }));
      const page = pageSchema.parse(await response.json());
      counts.push(page.value.length);
      for (const { id, properties } of page.value) {
        ids.add(id);
        expect(properties).toHaveProperty('instanceView');
      }
      next = page.nextLink;
    }
    expect(counts).toEqual([300, 12]);
    expect(ids.size).toBe(312);
  });

  it('refuses a token that it has not given', async () => {
    const path = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.Compute/disks`;
    const answer = await tinySandbox().send('GET', `${path}?api-version=2025-01-02&$skipToken=x`);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidSkipToken']);
  });
});
