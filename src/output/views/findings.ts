// The findings of a preflight: what blocks first, each with evidence and fix; what passes is counted.

import { counted } from '../counts.js';
import type { FindingDocument } from '../../commands/results/parts.js';
import { wrapIndented } from '../text-width.js';
import type { Style, Theme } from '../theme.js';
import type { View } from '../view.js';
import { formatClosingFixes, formatFixes, isCommand } from './fix-lines.js';
import { formatStatusLines, textColumn, type StatusLine } from './status-lines.js';

/** How far evidence stands in from the text that it supports. */
const EVIDENCE_INDENT = 2;

/** Classes of findings in the order in which they are shown. */
const CLASSES = ['blocks', 'warns', 'informs', 'ignored', 'passes', 'skipped'] as const;
type FindingClass = (typeof CLASSES)[number];

/** True when the finding stops the command: failed or unknown, of blocking severity, not overridden. */
function blocks(finding: FindingDocument): boolean {
  return classOf(finding) === 'blocks';
}

/** The findings that block, best first. */
export function blockingFindings(findings: readonly FindingDocument[]): FindingDocument[] {
  return findings.filter(blocks);
}

/**
 * All lines about the findings; a verbose view shows those that pass or do not apply as well. A command
 * that settles all that blocks is left to `formatSharedFix`.
 */
export function formatFindings(findings: readonly FindingDocument[], view: View): string[] {
  const all = inOrder(findings).filter((finding) => view.verbose || !isQuiet(finding));
  const shown = view.verbose ? all : all.filter((finding) => firstOfLack(finding, all) === finding);
  const lines = [
    ...shown.map((finding) => headOf(finding, view)),
    ...(view.verbose ? [] : foldedLine(findings, view)),
  ];
  const heads = formatStatusLines(lines, view);
  const indent = textColumn(lines) + EVIDENCE_INDENT;
  const closing = sharedFix(findings) !== undefined;
  return heads.flatMap((head, index) => {
    const finding = shown[index];
    const details = finding === undefined ? [] : formatDetails(finding, indent, closing, view);
    const others = all.filter((each) => each !== finding && firstOfLack(each, all) === finding);
    return [head, ...details, ...(view.verbose ? [] : alsoUnknown(others, indent, view))];
  });
}

/** How much blocks, and what settles it: the end of a report. Empty when nothing blocks. */
export function formatBlockedEnding(findings: readonly FindingDocument[], view: View): string[] {
  const blocking = blockingFindings(findings);
  if (blocking.length === 0) {
    return [];
  }
  const [lead, ...fix] = formatSharedFix(findings, view);
  const count = `Blocked by ${counted(blocking.length, 'check')}.`;
  const unknown = blocking.some((finding) => finding.status === 'unknown');
  return [
    lead === undefined ? count : `${count} ${lead}`,
    ...fix,
    ...(unknown ? ['Unknown results block too; --ignore CHECK_ID overrides a check.'] : []),
  ];
}

/** The one command that settles all that blocks, under a line that says so; else nothing. */
export function formatSharedFix(findings: readonly FindingDocument[], view: View): string[] {
  const fix = sharedFix(findings);
  const which = ['It is', 'Both are'][blockingFindings(findings).length - 1] ?? 'All are';
  return fix === undefined ? [] : [`${which} fixed by:`, ...formatClosingFixes(fix, view)];
}

/** The right that a finding lacks; what lacks the same right is shown once. */
function lackOf({ status, evidence }: FindingDocument): string | undefined {
  return status === 'unknown' ? evidence.find((line) => line.startsWith('lacks ')) : undefined;
}

function firstOfLack(
  finding: FindingDocument,
  all: readonly FindingDocument[],
): FindingDocument | undefined {
  const lack = lackOf(finding);
  return lack === undefined
    ? finding
    : all.find((each) => lackOf(each) === lack && classOf(each) === classOf(finding));
}

function alsoUnknown(others: readonly FindingDocument[], indent: number, view: View): string[] {
  const ids = [...new Set(others.map(({ checkId }) => checkId))];
  const text = `for the same reason unknown: ${ids.join(', ')}`;
  return ids.length === 0 ? [] : [wrapIndented(text, view.width, indent, indent + 2)];
}

function classOf(finding: FindingDocument): FindingClass {
  if (finding.status === 'pass' || finding.status === 'skip') {
    return finding.status === 'pass' ? 'passes' : 'skipped';
  }
  if (finding.ignored) {
    return 'ignored';
  }
  return ({ block: 'blocks', warn: 'warns', info: 'informs' } as const)[finding.severity];
}

function inOrder(findings: readonly FindingDocument[]): FindingDocument[] {
  return CLASSES.flatMap((each) => findings.filter((finding) => classOf(finding) === each));
}

function isQuiet(finding: FindingDocument): boolean {
  return finding.status === 'pass' || finding.status === 'skip';
}

function headOf(finding: FindingDocument, view: View): StatusLine {
  return {
    label: labelOf(finding),
    style: styleOf(finding, view.theme),
    text: finding.summary,
    tag: finding.checkId,
  };
}

function labelOf(finding: FindingDocument): string {
  switch (classOf(finding)) {
    case 'blocks':
      return finding.status === 'unknown' ? 'unknown' : 'FAIL';
    case 'warns':
      return 'warn';
    case 'informs':
      return 'info';
    case 'ignored':
      return 'ignored';
    case 'passes':
      return 'ok';
    case 'skipped':
      return 'skip';
  }
}

function styleOf(finding: FindingDocument, theme: Theme): Style {
  const styles: Readonly<Record<FindingClass, Style>> = {
    blocks: theme.fail,
    warns: theme.warn,
    informs: theme.muted,
    ignored: theme.warn,
    passes: theme.ok,
    skipped: theme.muted,
  };
  return styles[classOf(finding)];
}

/** Evidence and fix; `closing` tells that what blocks has its fix at the end of the report. */
function formatDetails(
  finding: FindingDocument,
  indent: number,
  closing: boolean,
  view: View,
): string[] {
  if (isQuiet(finding)) {
    return [];
  }
  const evidence = finding.evidence.map((line) =>
    wrapIndented(line, view.width, indent, indent + 2),
  );
  const fix = closing && blocks(finding) ? [] : formatFixes(finding.fix, indent, view);
  return [...evidence, ...fix];
}

/** The command that settles all that blocks; undefined where there is no one such command. */
function sharedFix(findings: readonly FindingDocument[]): readonly string[] | undefined {
  const fixes = blockingFindings(findings).map((finding) => finding.fix);
  const [first] = fixes;
  const same = fixes.every((fix) => fix.join('\n') === first?.join('\n'));
  return same && first?.[0] !== undefined && isCommand(first[0]) ? first : undefined;
}

/** What passes and what does not apply, counted. */
function foldedLine(findings: readonly FindingDocument[], view: View): StatusLine[] {
  const passed = findings.filter((finding) => finding.status === 'pass').length;
  const skipped = findings.filter((finding) => finding.status === 'skip').length;
  if (passed + skipped === 0) {
    return [];
  }
  const counts = [
    counted(passed, 'check passes', 'checks pass'),
    ...(skipped === 0 ? [] : [counted(skipped, 'does not apply', 'do not apply')]),
  ];
  return [{ label: 'ok', style: view.theme.ok, text: counts.join(', ') }];
}
