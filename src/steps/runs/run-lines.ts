// The lines of a run file: what a command on many machines was to do, and what came of each machine, written as it
// happens. Nothing in it is secret.

import { z } from 'zod';
import { EXIT_CODES, type ExitKind } from '../../errors/exit-code.js';
import { parseJson } from '../../domain/parse-json.js';

const time = z.iso.datetime();
const vm = z.string();

function isExitKind(text: string): text is ExitKind {
  return Object.hasOwn(EXIT_CODES, text);
}

const exitKind = z.custom<ExitKind>((value) => typeof value === 'string' && isExitKind(value));

/** The first line: what is needed to repeat the command. */
const headSchema = z.strictObject({
  type: z.literal('run'),
  version: z.literal(1),
  id: z.string(),
  command: z.string(),
  /** Options as they were typed, by key; consents and what only steers one call are left out. */
  options: z.record(z.string(), z.unknown()),
  cloud: z.string(),
  /** Folder of the sandbox; null for Azure. */
  sandbox: z.string().nullable(),
  started: time,
  /** Lines `planned` that follow; nothing is sent before the last of them is written. */
  machines: z.number(),
});

const plannedSchema = z.strictObject({
  type: z.literal('planned'),
  vm,
  /** Kinds of the steps; none where there is nothing to do, or nothing can be done. */
  steps: z.array(z.string()),
});

const eventSchemas = [
  z.strictObject({ type: z.literal('started'), vm, step: z.string(), time }),
  z.strictObject({
    type: z.literal('accepted'),
    vm,
    step: z.string(),
    operationId: z.string(),
    time,
  }),
  z.strictObject({ type: z.literal('job'), vm, jobId: z.string(), time }),
  z.strictObject({
    type: z.literal('ended'),
    vm,
    outcome: z.string(),
    /** The exit that it means for a command on this machine by itself. */
    exit: exitKind,
    jobId: z.string().nullable(),
    operationId: z.string().nullable(),
    /** Code of the error, where there is one. */
    code: z.string().nullable(),
    time,
  }),
  /** A later call goes on with the run. */
  z.strictObject({ type: z.literal('resumed'), time }),
] as const;

const lineSchema = z.discriminatedUnion('type', [headSchema, plannedSchema, ...eventSchemas]);

/** One line. */
export type RunLine = z.infer<typeof lineSchema>;
/** What a run is. */
export type RunHead = z.infer<typeof headSchema>;
/** What happened, one line each. */
export type RunEvent = Exclude<RunLine, { readonly type: 'run' | 'planned' }>;
/** A machine of a run, with what was to be done. */
export type PlannedMachine = Omit<z.infer<typeof plannedSchema>, 'type'>;

/** A run as its file shows it. */
export interface RunText {
  readonly head: RunHead;
  readonly planned: readonly PlannedMachine[];
  readonly events: readonly RunEvent[];
  /** The text without a line that was not written to its end. */
  readonly whole: string;
}

/** A run file, or why it is none: `incomplete` when it ends before anything was sent. */
export type ParsedRun =
  | { readonly status: 'read'; readonly run: RunText }
  | { readonly status: 'incomplete' }
  /** Counted from 1. */
  | { readonly status: 'invalid'; readonly line: number };

/** A line as it is written. */
export function formatLine(line: RunLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** Reads a run file. A last line without its end was being written when the command was killed, and counts for nothing. */
export function parseRun(text: string): ParsedRun {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').slice(0, -1);
  const parsed = lines.map((line) => lineSchema.safeParse(parseJson(line)).data);
  const wrong = parsed.findIndex(
    (line, at) => line === undefined || (at === 0) !== (line.type === 'run'),
  );
  if (wrong !== -1) {
    return { status: 'invalid', line: wrong + 1 };
  }
  const known = parsed.filter((line) => line !== undefined);
  const head = known.find((line) => line.type === 'run');
  const planned = known.filter((line) => line.type === 'planned');
  if (head === undefined || planned.length < head.machines) {
    return { status: 'incomplete' };
  }
  const events = known.filter((line): line is RunEvent => isEvent(line));
  return { status: 'read', run: { head, planned, events, whole } };
}

function isEvent(line: RunLine): line is RunEvent {
  return line.type !== 'run' && line.type !== 'planned';
}
