// Plans between a call and the next: what was secret or hidden when one was made is not in the question that comes later.
import { expect, it } from 'vitest';
import type { CallOutcome, ProgramCalls } from '../../../../src/commands/mcp/program-calls.js';
import { createSession } from '../../../../src/commands/mcp/session.js';
import { toolInput } from '../../../../src/commands/mcp/tool-input.js';
import { PLAN_TOOL } from '../../../../src/commands/mcp/tools.js';
import { COMMANDS } from '../../../../src/commands/catalogue.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import { describeError } from '../../../../src/errors/error-envelope.js';
import { forgetSentSecrets, rememberSecret } from '../../../../src/domain/keys/sent-secrets.js';

const SECRET = 'kept-by-nobody-4711';

const PLANNED = {
  kind: 'enable',
  schemaVersion: 1,
  items: [{ outcome: 'planned' }],
  summary: {},
};

function answering(
  outcome: Partial<CallOutcome>,
  log: (line: string) => void = () => undefined,
): ProgramCalls {
  return {
    place: {
      sandbox: undefined,
      cloud: 'AzureCloud',
      subscription: undefined,
      resourceGroup: undefined,
      vault: undefined,
    },
    startOptions: [],
    messages: async function* none() {
      // Nobody writes.
    },
    write: () => undefined,
    log,
    now: () => 0,
    newGuid: () => '1',
    call: () =>
      Promise.resolve({
        exitCode: 0,
        document: undefined,
        lines: [],
        error: undefined,
        ...outcome,
      }),
  };
}

it('a question shows neither what was secret at the plan nor what hides', async () => {
  const lines = [`+ protected item VM\u200B001 ${SECRET}`];
  const session = createSession(answering({ document: PLANNED, lines }), true);
  const input = await toolInput({ tool: PLAN_TOOL, definitions: COMMANDS, settled: [] });
  const asked: string[] = [];
  const person = {
    ask: (_question: string, consequence: string) => {
      asked.push(consequence);
      return Promise.resolve(false);
    },
    askText: () => Promise.resolve(undefined),
  };
  const surroundings = { signal: new AbortController().signal, progress: () => undefined, person };
  rememberSecret(SECRET);
  const answer = await session.plan(
    input.command({ command: 'enable', vm: ['VM001'] }),
    surroundings,
  );
  forgetSentSecrets();
  await expect(session.apply(answer.structured.plan?.id ?? '', surroundings)).rejects.toThrow(
    /declined/u,
  );
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('azbackup enable --vm=VM001');
  expect(asked[0]).toContain('+ protected item VM\uFFFD001');
  expect(asked[0]).not.toContain(SECRET);
});

it('a plan that is cancelled before its first change is said to have started nothing', async () => {
  const controller = new AbortController();
  const logged: string[] = [];
  let calls = 0;
  const session = createSession(
    {
      ...answering({}, (line) => logged.push(line)),
      call: (argv) => {
        calls += 1;
        if (argv.includes('--dry-run')) {
          return Promise.resolve({ exitCode: 0, document: PLANNED, lines: [], error: undefined });
        }
        controller.abort();
        const stopped = new AzbackupError({
          code: 'AZB_INTERRUPTED',
          kind: 'interrupted',
          message: 'stopped before anything was changed',
        });
        const { envelope } = describeError(stopped, { debug: false });
        return Promise.resolve({ exitCode: 130, document: undefined, lines: [], error: envelope });
      },
    },
    true,
  );
  const input = await toolInput({ tool: PLAN_TOOL, definitions: COMMANDS, settled: [] });
  const surroundings = { signal: controller.signal, progress: () => undefined };
  const command = input.command({ command: 'enable', vm: ['VM001'] });
  const { structured } = await session.plan(command, surroundings);
  const planId = structured.plan?.id ?? '';
  const answer = await session.apply(planId, surroundings);
  expect(calls).toBe(3);
  expect(logged).toEqual([`mcp: ${planId} was cancelled: stopped before anything was changed`]);
  expect(answer.text).toContain(`${planId} ended with an error`);
});
