// What to do next, as commands.

import { counted } from '../../../output/counts.js';
import type { ReportDocument, ReportNext } from '../result.js';
import { html } from './markup.js';
import { names, steps, tag, type Label, type Meaning, type Section } from './pieces.view.js';

const URGENCY: Readonly<
  Record<ReportNext['urgency'], { readonly word: string; readonly meaning: Meaning }>
> = {
  now: { word: 'now', meaning: 'fail' },
  soon: { word: 'soon', meaning: 'warn' },
  'before-retirement': { word: 'before ADE retires', meaning: 'muted' },
};

/** The section. */
export function nextSection({ next }: ReportDocument, label: Label): Section {
  return {
    id: 'next',
    title: 'What to do next',
    body:
      next.length === 0
        ? html`<p>Nothing.</p>
`
        : html`<ol class="next">${next.map(({ problem, urgency, vms, commands }) => {
            const { word, meaning } = URGENCY[urgency];
            return html`<li><h3>${tag(word, meaning)} ${problem}</h3>
${vms.length === 0 ? null : html`<div>${names(
              vms.map((vm) => label(vm)),
              `${counted(vms.length, 'VM')}: `,
            )}</div>
`}${steps(commands)}</li>
`;
          })}</ol>
`,
  };
}
