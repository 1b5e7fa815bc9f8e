// The page of a step: the gate's own Markdown, else what a person would have seen in a terminal, as it is.

import { withoutUnsafe } from '../../domain/unsafe-characters.js';
import { plainMarkdown } from '../../commands/results/reports/markdown-text.js';
import type { ErrorEnvelope } from '../../errors/error-envelope.js';
import { EXIT_MEANINGS } from '../../errors/exit-code.js';
import { endingOf } from './step-outputs.js';

/** GitHub shows none of a summary that is longer. */
const MAX_BYTES = 1024 * 1024;
const CUT_OFF = '\nThe rest is left out: it is in the log, and in the result.\n';

/** What a page is made of. */
export interface SummaryParts {
  /** Name of the command. */
  readonly command: string;
  readonly code: number;
  /** Markdown of the command's own. */
  readonly markdown: string | undefined;
  /** What it wrote for people. */
  readonly text: string;
  readonly error: ErrorEnvelope | undefined;
}

/** The page, no longer than GitHub shows. */
export function stepSummary(parts: SummaryParts, maxBytes: number = MAX_BYTES): string {
  const { markdown, command, code } = parts;
  if (markdown !== undefined) {
    const [kept, isCut] = cutTo(markdown, maxBytes - Buffer.byteLength(CUT_OFF));
    return isCut ? `${kept}${CUT_OFF}` : markdown;
  }
  const head = [
    `## azbackup ${command}: ${endingOf(code)}`,
    '',
    `Exit code ${code}: ${EXIT_MEANINGS[endingOf(code)]}.`,
    '',
    ...(parts.error === undefined ? [] : errorLines(parts.error)),
  ].join('\n');
  const text = withoutTerminal(parts.text);
  if (text.trim() === '') {
    return head;
  }
  const fence = '`'.repeat(longestRun(text) + 1);
  const frame = [`${fence}text\n`, `${fence}\n`] as const;
  const room = maxBytes - Buffer.byteLength(`${head}${frame.join('')}${CUT_OFF}`);
  const [kept, isCut] = cutTo(text.endsWith('\n') ? text : `${text}\n`, room);
  return `${head}${frame[0]}${kept}${frame[1]}${isCut ? CUT_OFF : ''}`;
}

function errorLines({ code, message, cause, fix }: ErrorEnvelope): readonly string[] {
  return [
    `**${plainMarkdown(code)}**: ${plainMarkdown(message)}`,
    '',
    ...(cause === null ? [] : [plainMarkdown(cause), '']),
    ...fix.map((each) => `- ${plainMarkdown(each)}`),
    ...(fix.length === 0 ? [] : ['']),
  ];
}

/** Text of others, line by line without what a terminal or a reader would obey. */
function withoutTerminal(text: string): string {
  return text
    .split('\n')
    .map((line) => withoutUnsafe(line))
    .join('\n');
}

/** At least 2: a fence has three marks. */
function longestRun(text: string): number {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/gu)) {
    longest = Math.max(longest, run.length);
  }
  return longest;
}

/** The whole lines of a text that take no more than so many bytes, and whether any is left out. */
function cutTo(text: string, maxBytes: number): readonly [text: string, isCut: boolean] {
  if (Buffer.byteLength(text) <= maxBytes) {
    return [text, false];
  }
  const bytes = Buffer.from(text).subarray(0, Math.max(0, maxBytes));
  return [bytes.subarray(0, bytes.lastIndexOf('\n') + 1).toString(), true];
}
