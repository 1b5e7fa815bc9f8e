// What a test's run prints is what a reader pastes: every command of it is found here.

import { COMMANDS } from '../../src/commands/catalogue.js';
import { fullName } from '../../src/commands/command.js';

/** In prose a command stands by itself or after a colon, and ends before two blanks. */
const IN_PROSE = /^(?:.*: | *(?:fix|next|prove)? *)(?<command>azbackup .*?)(?: {2,}.*)?$/u;
/** In documents it is all of a text, or the end of a sentence. */
const IN_DOCUMENT = /^(?:.*: )?(?<command>azbackup .*)$/u;
/** Names of commands to look at. */
const RELATED = /^See also: /u;
/** How a command is written, or several of which one is to be chosen. */
const NO_COMMAND = /[<[…|]|, azbackup/u;
/** What the reader fills in: `--name NEW`. */
const TO_FILL_IN = /(?:^|[ =:])(?:ID|[A-Z][A-Z_-]{2,})(?= |$)/u;

/** The commands in what a run wrote to one of its streams, each once, in the order printed. */
export function printedCommands(output: string): readonly string[] {
  const whole = parsed(output);
  const found =
    whole === undefined ? output.split('\n').flatMap(inLine) : textsOf(whole).map(inText);
  const commands = found.flatMap((match) => match?.groups?.['command'] ?? []);
  return [...new Set(commands)].filter(
    (command) => !NO_COMMAND.test(command) && isNamed(command.split(' ').slice(1)),
  );
}

function inText(text: string): RegExpExecArray | null {
  return IN_DOCUMENT.exec(text);
}

/** A line of prose, or one of a stream of documents. */
function inLine(line: string): readonly (RegExpExecArray | null)[] {
  const document = parsed(line);
  if (RELATED.test(line)) {
    return [];
  }
  return document === undefined ? [IN_PROSE.exec(line)] : textsOf(document).map(inText);
}

/** True of a command that a reader must complete before it can be run. */
export function hasToBeFilledIn(command: string): boolean {
  return TO_FILL_IN.test(command.replaceAll(/'[^']*'|"[^"]*"/gu, ''));
}

/** True of a command that runs until it is stopped. */
export function staysOn(command: string): boolean {
  return /^azbackup (?:sandbox serve|mcp)\b/u.test(command);
}

/** `azbackup does not support …` is a sentence. */
function isNamed(words: readonly string[]): boolean {
  return COMMANDS.some((each) =>
    fullName(each)
      .split(' ')
      .every((word, at) => words[at] === word),
  );
}

function parsed(text: string): unknown {
  try {
    return /^\s*[{[]/u.test(text) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((member) => textsOf(member))
    : [];
}
