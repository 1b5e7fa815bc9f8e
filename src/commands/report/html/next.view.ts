// What to do next, as commands.

import { hasIds } from '../../../domain/text/numbered-stand-ins.js';
import type { ReportDocument, ReportNext } from '../result.js';
import { markup } from './markup.js';
import { names, steps, tag, type Label, type Meaning, type Section } from './pieces.view.js';

const URGENCY: Readonly<
  Record<ReportNext['urgency'], { readonly word: string; readonly meaning: Meaning }>
> = {
  now: { word: 'now', meaning: 'fail' },
  soon: { word: 'soon', meaning: 'warn' },
  'before-retirement': { word: 'before ADE retires', meaning: 'muted' },
};

const MASKED = markup`<p>Where a command has id-1 or another masked id, put the id in its place; <code>azbackup report --ids full</code> writes commands that run as they are.</p>
`;

/** The section. */
export function nextSection(
  { next }: ReportDocument,
  label: Label,
  ids: 'masked' | 'full',
): Section {
  const isMasked = ids === 'masked' && next.some(({ commands }) => commands.some(hasIds));
  return {
    id: 'next',
    title: 'What to do next',
    body:
      next.length === 0
        ? markup`<p>Nothing.</p>
`
        : markup`${isMasked ? MASKED : null}<ol class="next">${next.map(
            ({ problem, urgency, vms, commands }) => {
              const { word, meaning } = URGENCY[urgency];
              return markup`<li><h3>${tag(word, meaning)} ${problem}</h3>${
                vms.length < 2
                  ? null
                  : markup`<div>${names(vms.map((vm) => label(vm)))}</div>
`
              }${steps(commands)}</li>
`;
            },
          )}</ol>
`,
  };
}
