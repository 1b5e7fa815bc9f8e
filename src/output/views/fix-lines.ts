// What settles a problem: commands to paste, which are never wrapped, and actions, which are.

import { hint } from '../hints.js';
import { inPlace } from '../suggested-commands.js';
import { oneLine, wrapIndented } from '../text-width.js';
import type { View } from '../view.js';

const COMMAND = /^(azbackup|az) /u;
/** Commands that change something and can show their plan first. */
const PREVIEWS = /^azbackup (grant-access|enable)\b/u;

/** True when a fix can be pasted into a shell as it is. */
export function isCommand(fix: string): boolean {
  return COMMAND.test(fix);
}

/** Each fix on a line of its own, indented; an action says that it is one, a command shows it. */
export function formatFixes(fixes: readonly string[], indent: number, view: View): string[] {
  return fixes.map((fix) =>
    isCommand(fix)
      ? ' '.repeat(indent) + view.theme.command(oneLine(fix))
      : wrapIndented(`fix: ${fix}`, view.width, indent, indent + 2),
  );
}

/** A hint: a command with a word on what it does, under a verdict. */
export function formatNextCommand(command: string, does: string, view: View): string {
  return hint(formatCommand(command, does, view));
}

/** A command with a word on it, as a part of the result; the words stand below where the line has no room for both. */
export function formatCommand(command: string, does: string, view: View): string {
  const typed = inPlace(command, view.commandPlace);
  const gap = ' '.repeat(Math.max(3, 42 - typed.length));
  const fits = 2 + typed.length + gap.length + does.length <= view.width;
  return `  ${view.theme.command(typed)}${fits ? gap : '\n    '}${does}`;
}

/** The fixes that settle everything, each command with the hint that it can be previewed. */
export function formatClosingFixes(fixes: readonly string[], view: View): string[] {
  return fixes.flatMap((fix) =>
    PREVIEWS.test(fix) && !fix.includes('--dry-run')
      ? [formatCommand(fix, '(previews with --dry-run)', view)]
      : formatFixes([fix], 2, view),
  );
}

/** The fixes of an error under a line that leads to them; nothing where there are none. */
export function formatFixBlock(fixes: readonly string[], lead: string, view: View): string[] {
  const lines = fixes.map((fix) =>
    isCommand(fix)
      ? `    ${view.theme.command(oneLine(fix))}`
      : wrapIndented(fix, view.width, 4, 6),
  );
  return lines.length === 0 ? [] : [`  ${lead}`, ...lines];
}
