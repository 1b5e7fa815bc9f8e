// The page of `azbackup report`: one file of HTML that opens without a network and runs no script.

import { createHash } from 'node:crypto';
import { withoutIds } from '../../../domain/text/numbered-stand-ins.js';
import { counted } from '../../../output/counts.js';
import { formatInstant } from '../../../output/instants.js';
import { machineLabels } from '../../../output/machine-labels.js';
import type { ResourceDocument } from '../../results/parts.js';
import type { ReportDocument } from '../result.js';
import { calendarSection, stripStyle } from './calendar.view.js';
import { coverageSection } from './coverage.view.js';
import { drillsSection } from './drills.view.js';
import { gateSection } from './gate.view.js';
import { jobsSection } from './jobs.view.js';
import { keysSection } from './keys.view.js';
import { markup, trusted, type Content, type Markup } from './markup.js';
import { nextSection } from './next.view.js';
import { figure, sentences, type Meaning, type Section } from './pieces.view.js';
import { retirementSection } from './retirement.view.js';
import { STYLE } from './style.js';
import { threatSections } from './threats.view.js';

/**
 * The text of the page.
 * @param ids `masked` puts a stand-in such as `id-1` in the place of each GUID, the same for the same
 */
export function reportPage(
  document: ReportDocument,
  { ids }: { readonly ids: 'masked' | 'full' },
): string {
  const body = bodyOf(document, ids).toString();
  const shown = ids === 'full' ? body : withoutIds(body);
  return `<!doctype html>\n${markup`<html lang="en">${headOf(document)}${trusted(shown)}</html>
`.toString()}`;
}

function headOf(document: ReportDocument): Markup {
  const style = `${STYLE}${stripStyle(document)}`;
  // Only this style is let in, and nothing is loaded or run.
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return markup`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="azbackup">
<meta name="referrer" content="no-referrer">
<title>Backup report</title>
<style>${trusted(style)}</style>
</head>
`;
}

function bodyOf(document: ReportDocument, ids: 'masked' | 'full'): Markup {
  const label = machineLabels(machinesOf(document));
  const sections: readonly Section[] = [
    nextSection(document, label, ids),
    coverageSection(document, label),
    calendarSection(document, label),
    ...threatSections(document, label),
    gateSection(document, label),
    keysSection(document, label),
    retirementSection(document, label),
    jobsSection(document),
    drillsSection(document, label),
    unreadSection(document),
  ];
  return markup`<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<p class="kind">Backup report, ${formatInstant(document.time, { terminal: true })}</p>
<h1>${document.headline}</h1>
${
  document.complete
    ? null
    : markup`<p class="notice">Not everything could be read: <a href="#unread">what is missing</a>.</p>
`
}${numbers(document)}<nav aria-label="Sections"><ul>${sections.map(
    ({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>
`,
  )}</ul></nav></header><main id="main">${sections.map(
    ({ id, title, body }) =>
      markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>
`,
  )}</main><footer><p>Times are UTC. ${
    ids === 'masked' ? markup`Ids are masked: id-1 is the same id wherever it stands.` : null
  }</p></footer></body>
`;
}

/** All that are named, so that a name that two have stands with its group everywhere. */
function machinesOf({
  items,
  status,
  inventory,
  calendar,
}: ReportDocument): readonly ResourceDocument[] {
  return [...items, ...status.items, ...inventory.items, ...calendar.items].map(({ vm }) => vm);
}

/** One of the numbers at the top, in the colour of what it means where it is not zero. */
function numberAt(path: string, value: number, words: string, meaning: Meaning): Content {
  return markup`<div><dt>${words}</dt><dd class="${value === 0 ? 'muted' : meaning}">${figure(path, value)}</dd></div>
`;
}

function numbers({ summary, gate, jobs }: ReportDocument): Content {
  return markup`<dl class="numbers">${numberAt('summary.total', summary.total, 'VMs', 'plain')}${numberAt('summary.safe', summary.safe, 'safe: backed up with usable keys', 'ok')}${numberAt('summary.unknown', summary.unknown, 'VMs unknown', 'warn')}${numberAt('summary.missedDays', summary.missedDays, 'missed days', 'fail')}${numberAt('jobs.items.length', jobs.items.length, 'failed jobs', 'fail')}${
    gate === null
      ? null
      : numberAt(
          'gate.summary.results.not-met',
          gate.summary.results['not-met'] ?? 0,
          'gate checks not met',
          'fail',
        )
  }${numberAt('summary.pointsAfterDeadline', summary.pointsAfterDeadline, 'points outlive ADE', 'warn')}</dl>
`;
}

function unreadSection({ unread }: ReportDocument): Section {
  return {
    id: 'unread',
    title: 'What could not be read',
    body:
      unread.length === 0
        ? markup`<p>Everything was read.</p>
`
        : sentences(counted(unread.length, 'fact'), unread),
  };
}
