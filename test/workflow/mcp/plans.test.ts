// Plans: what a person could read is what is applied, once, and nothing else is.
import { expect, it, describe } from 'vitest';
import { worldNamed } from '../../../src/sandbox/estates/catalogue.js';
import { defaultWorld, TEST_NOW } from '../../support/run-cli.js';
import { itemOf, setAgentReady } from '../support/contoso.js';
import { connect, type Connected } from './connected-client.js';

const ENABLE = { command: 'enable', vm: ['VM001'], grant: true };
const CHANGES = ['--allow-changes'];

async function planned(
  { call }: Pick<Connected, 'call'>,
  values: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { structured, text } = await call('plan', values);
  if (structured.plan === null) {
    throw new Error(`no plan: ${text}`);
  }
  return structured.plan.id;
}

describe('a plan', () => {
  it('is applied as it was shown: enable with its grant', async () => {
    const world = defaultWorld();
    const server = await connect({ args: CHANGES, run: { world } });
    const plan = await server.call('plan', ENABLE);
    expect(plan.isError).toBe(false);
    expect(plan.text).toContain('role assignment');
    expect(plan.structured.document).toMatchObject({ kind: 'enable', dryRun: true });
    expect(itemOf(world, 'VM001')).toBeUndefined();
    const messages: string[] = [];
    const id = plan.structured.plan?.id ?? '';
    const applied = await server.call(
      'apply_plan',
      { planId: id },
      { onProgress: (message) => messages.push(message) },
    );
    expect(applied.isError).toBe(false);
    expect(applied.structured).toMatchObject({ exitCode: 0, error: null });
    expect(applied.structured.document?.items).toMatchObject([{ outcome: 'enabled' }]);
    expect(itemOf(world, 'VM001')).toBeDefined();
    expect(messages.join('\n')).toContain('protected  VM001');
    const again = await server.call('apply_plan', { planId: id });
    expect(again.structured.error?.code).toBe('AZB_PLAN_USED');
    const run = await server.hangUp();
    expect(run.code).toBe(0);
  });

  it.each([
    ENABLE,
    { command: 'grant-access', vm: ['VM001'] },
    { command: 'backup-now', vm: ['VM005'] },
    { command: 'undelete', vm: ['VM011'] },
    { command: 'restore', vm: 'VM005' },
    { command: 'drill run', vm: ['VM014'] },
  ])('of $command is still the same ten minutes later, and applies', async (values) => {
    const world = defaultWorld();
    const server = await connect({ args: CHANGES, run: { world } });
    const planId = await planned(server, values);
    world.nowMilliseconds += 600_000;
    const { structured } = await server.call('apply_plan', { planId });
    expect(structured.error).toBeNull();
    expect(structured.exitCode).toBe(0);
    expect((await server.hangUp()).writes.length).toBeGreaterThan(0);
  });

  it('is refused when what it would change has become different', async () => {
    const world = defaultWorld();
    const server = await connect({ args: CHANGES, run: { world } });
    const planId = await planned(server, ENABLE);
    setAgentReady(world, 'VM001', false);
    const { structured } = await server.call('apply_plan', { planId });
    expect(structured.error?.code).toBe('AZB_PLAN_CHANGED');
    expect((await server.hangUp()).writes).toEqual([]);
  });

  it('is refused once it was taken by a call beside it', async () => {
    const server = await connect({ args: CHANGES });
    const planId = await planned(server, ENABLE);
    const answers = await Promise.all([
      server.call('apply_plan', { planId }),
      server.call('apply_plan', { planId }),
    ]);
    expect(answers.map(({ structured }) => structured.error?.code ?? 'applied')).toEqual([
      'applied',
      'AZB_PLAN_USED',
    ]);
    await server.hangUp();
  });

  it('expires', async () => {
    let now = TEST_NOW;
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const server = await connect({ args: CHANGES, run: { clock } });
    const planId = await planned(server, ENABLE);
    now += 1_800_000;
    const { structured } = await server.call('apply_plan', { planId });
    expect(structured.error?.code).toBe('AZB_PLAN_EXPIRED');
    expect((await server.hangUp()).writes).toEqual([]);
  });

  it('has an id that nobody can make up', async () => {
    const server = await connect({ args: CHANGES });
    const { structured } = await server.call('apply_plan', { planId: 'plan-1' });
    expect(structured.error?.code).toBe('AZB_PLAN_UNKNOWN');
    await server.hangUp();
  });

  it('is shown whole, also where its document is not', async () => {
    const world = worldNamed('fleet:60')(TEST_NOW);
    const questions: string[] = [];
    const server = await connect({
      args: CHANGES,
      run: { world },
      answer: ({ message }) => {
        questions.push(message);
        return { action: 'accept', content: { yes: false } };
      },
    });
    const ready = [1, 2, 3, 4, 7, 8, 9, 11, 14, 16].map(
      (number) => `vm-${String(number).padStart(5, '0')}`,
    );
    const { structured, text } = await server.call('plan', {
      command: 'enable',
      vm: ready,
      grant: true,
    });
    expect(structured.page).toMatchObject({ total: ready.length, next: null });
    expect(structured.page?.shown).toBeLessThan(ready.length);
    expect(text).not.toContain('offset=');
    await server.call('apply_plan', { planId: structured.plan?.id });
    for (const name of ready) {
      expect(text).toContain(`protected item   ${name} in`);
      expect(questions[0]).toContain(`protected item   ${name} in`);
    }
    await server.hangUp();
  });

  it.each([
    ['nothing to change', { command: 'enable', vm: ['VM005'] }, 0],
    ['a machine that is blocked', { command: 'enable', vm: ['VM006'] }, 5],
    ['a machine that is not there', { command: 'enable', vm: ['no-such'] }, 3],
  ])('is not made of %s', async (_what, values, exitCode) => {
    const server = await connect({ args: CHANGES });
    const { structured, isError } = await server.call('plan', values);
    expect(structured).toMatchObject({ exitCode, plan: null });
    expect(isError).toBe(exitCode !== 0);
    await server.hangUp();
  });
});

describe('without --allow-changes', () => {
  it('a plan is shown, and cannot be applied', async () => {
    const server = await connect();
    const { tools } = await server.client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain('apply_plan');
    const { structured, text } = await server.call('plan', ENABLE);
    expect(text).toContain('a person can run  azbackup enable --vm=VM001 --grant');
    const refused = await server.call('apply_plan', { planId: structured.plan?.id });
    expect(refused.structured.error).toMatchObject({ code: 'AZB_READ_ONLY' });
    expect(refused.structured.error?.fix).toContain('azbackup mcp --allow-changes');
    expect((await server.hangUp()).writes).toEqual([]);
  });
});

describe('what is not offered', () => {
  it.each([
    ['disable', { command: 'disable', vm: ['VM005'] }],
    ['a policy', { command: 'policy delete', vm: ['VM005'] }],
    ['revoking', { command: 'grant-access', vm: ['VM001'], revoke: true }],
    ['overriding a check', { command: 'enable', vm: ['VM006'], ignore: ['ade.key-standalone'] }],
    ['a yes', { command: 'enable', vm: ['VM001'], yes: true }],
    ['losing points', { command: 'enable', vm: ['VM005'], acceptRetentionLoss: true }],
    ['a rule', { command: 'enable', all: true }],
    ['a whole resource group', { command: 'enable', resourceGroup: 'rg-prod' }],
    ['a whole vault', { command: 'drill run', vault: 'rsv-prod' }],
  ])('%s is refused by name', async (_what, values) => {
    const server = await connect({ args: CHANGES });
    const { structured } = await server.call('plan', values);
    expect(structured).toMatchObject({ exitCode: 2, plan: null, command: null });
    const run = await server.hangUp();
    expect(run.exchanges).toEqual([]);
  });
});

describe('a person before the client', () => {
  it('is asked with the plan as it is, and may say no', async () => {
    const questions: string[] = [];
    const server = await connect({
      args: CHANGES,
      answer: ({ message }) => {
        questions.push(message);
        return { action: 'accept', content: { yes: false } };
      },
    });
    const planId = await planned(server, ENABLE);
    const { structured } = await server.call('apply_plan', { planId });
    expect(structured.error?.code).toBe('AZB_DECLINED');
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain('role assignment');
    expect(questions[0]).toContain('Apply this plan in the sandbox?');
    expect((await server.hangUp()).writes).toEqual([]);
  });

  it.each([
    ['turns the question away', { action: 'decline' as const }],
    ['closes it', { action: 'cancel' as const }],
    ['answers something else', { action: 'accept' as const, content: { yes: 'yes' } }],
  ])('who %s has not agreed', async (_what, reply) => {
    const server = await connect({ args: CHANGES, answer: () => reply });
    const planId = await planned(server, ENABLE);
    const { structured } = await server.call('apply_plan', { planId });
    expect(structured.error?.code).toBe('AZB_DECLINED');
    expect((await server.hangUp()).writes).toEqual([]);
  });

  it('who agrees has it applied', async () => {
    const server = await connect({
      args: CHANGES,
      answer: () => ({ action: 'accept', content: { yes: true } }),
    });
    const planId = await planned(server, ENABLE);
    expect((await server.call('apply_plan', { planId })).structured.exitCode).toBe(0);
    await server.hangUp();
  });
});
