// The MCP server: lists the tools with their schemas, takes calls side by side, passes on progress and cancellation, and
// asks the person before the client where it can.

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type CallToolResult,
  type ElicitRequestFormParams,
  type ServerNotification,
  type ServerRequest,
  type Tool as ListedTool,
} from '@modelcontextprotocol/sdk/types.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { z } from 'zod';
import { once } from '../../domain/once.js';
import { forgetSentSecrets } from '../../domain/keys/sent-secrets.js';
import { usageError } from '../../errors/azbackup-error.js';
import { fullName, type CommandDefinition } from '../command.js';
import { answerSchema, PAGE_SHAPE, visible, type Answer } from './answer.js';
import { requirePlainValues } from './given-values.js';
import { instructionsFor } from './instructions.js';
import type { CallPerson, ProgramCalls } from './program-calls.js';
import { createSession, type CallSurroundings, type Session } from './session.js';
import { toolInput, type JsonSchema, type ToolInput } from './tool-input.js';
import { APPLY_TOOL, PLAN_TOOL, READING_TOOLS, type Tool } from './tools.js';
import type { McpDocument } from './result.js';

/** What a server is made of. */
export interface ServerParts {
  readonly calls: ProgramCalls;
  readonly commands: readonly CommandDefinition[];
  readonly version: string;
  readonly allowChanges: boolean;
}

/** A server that is not yet connected. */
export interface McpServer {
  readonly server: Server;
  /** Settles once no call runs any more. */
  readonly idle: () => Promise<void>;
  readonly document: () => McpDocument;
}

type Values = Readonly<Record<string, unknown>>;
type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

type LazyInput = () => Promise<ToolInput>;

/** A tool that can be called. */
interface CallableTool {
  readonly name: string;
  /** As clients see it. Made when they look: the schemas of all commands take longer than the rest of the start. */
  listed(): Promise<ListedTool>;
  call(values: Values, surroundings: CallSurroundings): Promise<Answer>;
}

/** Makes the server. */
export function createMcpServer(parts: ServerParts): McpServer {
  const { calls, version, allowChanges } = parts;
  const session = createSession(calls, allowChanges);
  const tools = callableTools(parts, session);
  // The high-level class takes zod schemas apart and brings a validator of its own; ours are made of the commands'.
  const server = new Server(
    { name: 'azbackup', version },
    {
      capabilities: { tools: {} },
      instructions: instructionsFor(calls.place, allowChanges),
      // Only answers to questions come this way, and those are looked at where they are asked for.
      jsonSchemaValidator: {
        getValidator: () => (input) => ({
          valid: true,
          // The SDK's type parameter is whatever its caller hopes for.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
          data: input as never,
          errorMessage: undefined,
        }),
      },
    },
  );
  const running = new Set<Promise<unknown>>();
  const counts = new Map<string, { calls: number; failed: number }>();
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's server is no event target
  server.onerror = (error) => calls.log(`mcp: ${error.message}`);
  const listed = [...tools.values()].filter(({ name }) => allowChanges || name !== APPLY_TOOL.name);
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: await Promise.all(listed.map((tool) => tool.listed())),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const { name, arguments: values = {} } = params;
    const answer = callTool(
      tools,
      session,
      { name, values },
      surroundingsOf(server, extra, calls.log),
    );
    running.add(answer);
    try {
      return counted(counts, name, await answer);
    } finally {
      running.delete(answer);
      // Not while others run: what one of them has sent, none of them may show.
      if (running.size === 0) {
        forgetSentSecrets();
      }
    }
  });
  return {
    server,
    idle: async () => {
      await Promise.allSettled(running);
    },
    document: () => documentOf(counts, session.applied()),
  };
}

/** As much of the name of a tool that there is not as is shown. */
const MAX_NAME = 80;

async function callTool(
  tools: ReadonlyMap<string, CallableTool>,
  session: Session,
  { name, values }: { readonly name: string; readonly values: Values },
  surroundings: CallSurroundings,
): Promise<Answer> {
  try {
    const tool = tools.get(name);
    if (tool === undefined) {
      throw usageError('AZB_TOOL_UNKNOWN', `no tool named ${name.slice(0, MAX_NAME)}`, {
        causes: [`there are ${[...tools.keys()].join(', ')}`],
        fix: ['list the tools'],
      });
    }
    requirePlainValues(values);
    return await tool.call(values, surroundings);
  } catch (error) {
    return session.refused(error);
  }
}

function counted(
  counts: Map<string, { calls: number; failed: number }>,
  name: string,
  answer: Answer,
): CallToolResult {
  const count = counts.get(name) ?? { calls: 0, failed: 0 };
  counts.set(name, {
    calls: count.calls + 1,
    failed: count.failed + (answer.isError ? 1 : 0),
  });
  return {
    content: [{ type: 'text', text: answer.text }],
    structuredContent: { ...answer.structured },
    isError: answer.isError,
  };
}

function documentOf(
  counts: ReadonlyMap<string, { readonly calls: number; readonly failed: number }>,
  applied: number,
): McpDocument {
  const items = [...counts].map(([tool, count]) => ({ tool, ...count }));
  const calls = items.reduce((sum, each) => sum + each.calls, 0);
  return { kind: 'mcp', schemaVersion: 1, items, summary: { calls, applied } };
}

function callableTools(
  { calls, commands }: ServerParts,
  session: Session,
): ReadonlyMap<string, CallableTool> {
  const { subscription, resourceGroup, vault } = calls.place;
  const settled = Object.entries({ subscription, resourceGroup, vault })
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  const inputOf = (tool: Tool): LazyInput =>
    once(() => toolInput({ tool, definitions: commands, settled }));
  const reading = READING_TOOLS.map((tool) => readingTool(tool, inputOf(tool), commands, session));
  const planInput = inputOf(PLAN_TOOL);
  const planOutput = once(() => outputOf(PLAN_TOOL, commands));
  const planning: CallableTool = {
    name: PLAN_TOOL.name,
    listed: async () => listedTool(PLAN_TOOL, (await planInput()).schema(), await planOutput()),
    call: async (values, surroundings) =>
      session.plan((await planInput()).command(values), surroundings),
  };
  // Without --allow-changes it is not listed, and says how it would be.
  const all = [...reading, planning, applyTool(planOutput, session)];
  return new Map(all.map((tool) => [tool.name, tool]));
}

const pageRequest = z.object(PAGE_SHAPE);

function readingTool(
  tool: Tool,
  input: LazyInput,
  commands: readonly CommandDefinition[],
  session: Session,
): CallableTool {
  return {
    name: tool.name,
    listed: async () =>
      listedTool(tool, withPages((await input()).schema()), await outputOf(tool, commands)),
    call: async ({ offset, limit, ...values }, surroundings) => {
      const page = pageRequest.safeParse({ offset, limit });
      if (!page.success) {
        throw usageError('AZB_USAGE', 'offset needs a number from 0, limit one from 1 to 500', {
          fix: ['leave both out for the first page'],
        });
      }
      return session.read((await input()).command(values), page.data, surroundings);
    },
  };
}

const applyInput = z.strictObject({
  planId: z.string().min(1).max(100).describe('plan.id of an answer of plan'),
});

function applyTool(output: () => Promise<JsonSchema>, session: Session): CallableTool {
  return {
    name: APPLY_TOOL.name,
    listed: async () => {
      const { $schema: _draft, ...schema } = z.toJSONSchema(applyInput, { target: 'draft-7' });
      return listedTool(APPLY_TOOL, schema, await output());
    },
    call: async (values, surroundings) => {
      const parsed = applyInput.safeParse(values);
      if (!parsed.success) {
        throw usageError('AZB_USAGE', 'apply_plan takes the planId of a plan, and nothing else', {
          fix: ['call plan first: plan.id of its answer is the planId'],
        });
      }
      return session.apply(parsed.data.planId, surroundings);
    },
  };
}

function withPages(schema: JsonSchema): JsonSchema {
  const pages = z.toJSONSchema(pageRequest, { target: 'draft-7' });
  const own = z.looseObject({}).parse(schema['properties']);
  return { ...schema, properties: { ...own, ...pages.properties } };
}

function listedTool(
  { name, description, annotations }: Pick<Tool, 'name' | 'description' | 'annotations'>,
  input: JsonSchema,
  output: JsonSchema,
): ListedTool {
  return {
    name,
    title: annotations.title,
    description,
    annotations: { ...annotations },
    inputSchema: { ...input, type: 'object' },
    outputSchema: { ...output, type: 'object' },
  };
}

async function outputOf(
  { commands: behind }: Tool,
  definitions: readonly CommandDefinition[],
): Promise<JsonSchema> {
  const names = new Set(Object.values(behind).map(({ command }) => command));
  const schemas = definitions
    .filter((definition) => names.has(fullName(definition)))
    .map((definition) => definition.loadResultSchema());
  return answerSchema(await Promise.all(schemas));
}

function surroundingsOf(
  server: Server,
  extra: Extra,
  log: (line: string) => void,
): CallSurroundings {
  const progressToken = extra._meta?.progressToken;
  let progress = 0;
  return {
    signal: extra.signal,
    progress: (message) => {
      progress += 1;
      if (progressToken !== undefined) {
        const params = { progressToken, progress, message };
        void extra.sendNotification({ method: 'notifications/progress', params });
      }
    },
    person: personOf(server, extra, log),
  };
}

/** What a question asks for. */
type AskedProperty = ElicitRequestFormParams['requestedSchema']['properties'][string];

/** How long a person may think about a question. */
const QUESTION_MILLISECONDS = 15 * 60_000;

/** The person before the client, where the client can ask them. No answer, in whatever way, is no. */
function personOf(
  server: Server,
  { signal }: Extra,
  log: (line: string) => void,
): CallPerson | undefined {
  const elicitation = server.getClientCapabilities()?.elicitation;
  if (elicitation?.form === undefined) {
    return undefined;
  }
  const options = { signal, timeout: QUESTION_MILLISECONDS };
  const ask = async (words: string, property: AskedProperty, key: string): Promise<unknown> => {
    // With names from Azure in it, and perhaps what the agent has put on a command line.
    const message = visible(words);
    const properties = { [key]: property };
    const requestedSchema = { type: 'object' as const, properties, required: [key] };
    try {
      const { action, content } = await server.elicitInput({ message, requestedSchema }, options);
      return action === 'accept' ? content?.[key] : undefined;
    } catch (error) {
      log(`mcp: no answer to a question: ${String(error)}`);
      return undefined;
    }
  };
  return {
    ask: async (question, consequence) =>
      (await ask(
        `${consequence}\n\n${question}`,
        { type: 'boolean', title: visible(question) },
        'yes',
      )) === true,
    askText: async (question, consequence) => {
      const typed = await ask(
        `${consequence}\n\n${question}`,
        { type: 'string', title: visible(question) },
        'text',
      );
      return typeof typed === 'string' ? typed : undefined;
    },
  };
}
