// Nothing secret leaves through a tool: every secret of a world, and every token it gives out, is looked for in all that
// the server writes, on both streams.
import { describe, expect, it } from 'vitest';
import { watched } from '../support/watched-run.js';
import { connect } from './connected-client.js';

const EVERY_VM = Array.from(
  { length: 16 },
  (_, index) => `VM${String(index + 1).padStart(3, '0')}`,
);

const CALLS = [
  ['diagnose', { vm: EVERY_VM, grant: true }],
  ['diagnose', { check: 'surroundings' }],
  ['status', { all: true }],
  ['job', {}],
  ['audit_keys', { vault: 'rsv-prod' }],
  ['retirement', { view: 'keys', all: true }],
  ['retirement', { view: 'plan', vm: ['VM005', 'VM014'] }],
  ['explain', { code: ['AZB_NOT_ALLOWED'] }],
  ['drill', { view: 'report' }],
  ['status', { vm: ['no-such-machine'] }],
] as const;

const PLANS = [
  { command: 'enable', vm: EVERY_VM.slice(0, 5), grant: true },
  { command: 'enable', vm: ['VM001'], grant: true },
  { command: 'backup-now', vm: ['VM005'] },
  { command: 'restore', vm: 'VM014' },
  { command: 'drill run', vm: ['VM014'] },
];

describe('no secret is seen', () => {
  it('in what tools answer that look', async () => {
    const server = await connect({ args: ['--debug'], start: watched });
    const given: number[] = [];
    for (const [name, values] of CALLS) {
      given.push((await server.call(name, values)).text.length);
    }
    const run = await server.hangUp();
    expect(Math.min(...given)).toBeGreaterThan(50);
    expect(run.tokens).toBeGreaterThan(0);
    expect(run.leaks).toEqual([]);
  });

  it('in plans and what they come to, side by side', async () => {
    const server = await connect({ args: ['--debug', '--allow-changes'], start: watched });
    await Promise.all(
      PLANS.map(async (values) => {
        const { structured } = await server.call('plan', values);
        await server.call('apply_plan', { planId: structured.plan?.id ?? 'none' });
      }),
    );
    const run = await server.hangUp();
    expect(run.writes.length).toBeGreaterThan(0);
    expect(run.leaks).toEqual([]);
  });
});
