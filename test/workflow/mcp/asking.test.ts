// What a command asks a person at a terminal is asked of the person before the client, or refused; and calls that are
// cancelled, run side by side, or outlive their client.
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../support/run-cli.js';
import { knownItem } from '../support/contoso.js';
import { connect } from './connected-client.js';

/** A policy that keeps less than the one in use: at a terminal the command asks. */
const LOSES = { command: 'enable', vm: ['VM005'], policy: 'DefaultPolicy' };
const ALLOWED = { args: ['--allow-changes'] };

describe('points that would be lost', () => {
  it.each([
    [true, 'DefaultPolicy'],
    [false, 'daily-90-days'],
  ])('are asked about after the plan: answered %s', async (yes, policyName) => {
    const questions: string[] = [];
    const world = defaultWorld();
    const server = await connect({
      ...ALLOWED,
      run: { world },
      answer: ({ message }) => {
        questions.push(message);
        return { action: 'accept', content: { yes: questions.length === 1 || yes } };
      },
    });
    const plan = await server.call('plan', LOSES);
    const { structured } = await server.call('apply_plan', { planId: plan.structured.plan?.id });
    expect(questions).toHaveLength(2);
    expect(questions[1]).toMatch(/recovery points/u);
    expect(structured.document?.items).toMatchObject([
      { outcome: yes ? 'policy-changed' : 'declined' },
    ]);
    expect(knownItem(world, 'VM005').policyName).toBe(policyName);
    await server.hangUp();
  });
});

describe('calls', () => {
  it('run side by side, and each has its own answer', async () => {
    const { call, hangUp } = await connect();
    const names = ['VM001', 'VM003', 'VM005', 'VM016'];
    const answers = await Promise.all(names.map((vm) => call('status', { vm: [vm] })));
    expect(answers.map(({ structured }) => structured.document?.items)).toMatchObject(
      names.map((name) => [{ vm: { name } }]),
    );
    await hangUp();
  });

  it('that are cancelled end, and the server goes on', async () => {
    const controller = new AbortController();
    const { call, hangUp } = await connect({
      run: {
        around: async (request, answer) => {
          if (request.url.includes('/backupJobs')) {
            controller.abort();
          }
          return answer();
        },
      },
    });
    const cancelled = call('job', { view: 'watch', vm: ['VM005'] }, { signal: controller.signal });
    await expect(cancelled).rejects.toThrow(/aborted/u);
    const { structured } = await call('explain', { code: ['6'] });
    expect(structured.exitCode).toBe(0);
    expect((await hangUp()).code).toBe(0);
  });

  it('that are cancelled while they change something say on stderr what goes on', async () => {
    const controller = new AbortController();
    const server = await connect({
      ...ALLOWED,
      run: {
        around: async (request, answer) => {
          if (request.method === 'PUT' && request.url.includes('/protectedItems/')) {
            controller.abort();
          }
          return answer();
        },
      },
    });
    const plan = await server.call('plan', { command: 'enable', vm: ['VM003'] });
    const planId = plan.structured.plan?.id;
    const cancelled = server.call('apply_plan', { planId }, { signal: controller.signal });
    await expect(cancelled).rejects.toThrow(/aborted/u);
    // Its end comes after the cancellation: the next answer shows that the server goes on, hanging up waits for it.
    const again = await server.call('apply_plan', { planId });
    expect(again.structured.error?.code).toBe('AZB_PLAN_USED');
    const run = await server.hangUp();
    expect(run.stderr).toContain(`${planId} was cancelled; what was started goes on in Azure`);
    expect(run.stderr).toContain('VM003');
  });

  it('end when the client goes away, and the server with them', async () => {
    let held: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => {
      held = resolve;
    });
    const { call, hangUp } = await connect({
      run: {
        around: async (request, answer) => {
          if (request.url.includes('/virtualMachines')) {
            held();
            await new Promise<void>((resolve) => {
              request.signal.addEventListener('abort', () => resolve());
            });
          }
          return answer();
        },
      },
    });
    const lost = call('status', { vm: ['VM001'] }).catch((error: unknown) => String(error));
    await isHeld;
    const run = await hangUp();
    expect(run.code).toBe(0);
    expect(await lost).toContain('closed');
  });

  it('are ended by a signal, with its exit code', async () => {
    const server = await connect({ run: { signalAfter: { requests: 3, signal: 'SIGTERM' } } });
    void server.call('status', { all: true }).catch(() => undefined);
    const run = await server.ended;
    expect(run.code).toBe(143);
  });
});

describe('a line that is no message', () => {
  it('is passed over, and never answered on stdout', async () => {
    const { client, hangUp } = await connect();
    const { transport } = client;
    // The transport writes what it is given; a client of another make may write anything.
    await transport?.send(JSON.parse('{"hello": 1}'));
    await client.ping();
    const run = await hangUp();
    expect(
      run.stdout
        .trim()
        .split('\n')
        .every((line) => line.startsWith('{"')),
    ).toBe(true);
    expect(run.stderr).toBe(
      'mcp: a line on standard input is not a valid JSON-RPC message, and was passed over\n',
    );
  });
});
