// The recovery points for which Azure reports a threat.

import { counted } from '../../../output/counts.js';
import { formatInstant } from '../../../output/instants.js';
import type { ReportDocument } from '../result.js';
import { markup } from './markup.js';
import { foldedTable, NEEDED_ROWS, type Label, type Section } from './pieces.view.js';

/** The section; none where Azure reports nothing, which says nothing of the points. */
export function threatSections({ calendar }: ReportDocument, label: Label): readonly Section[] {
  const rows = calendar.items.flatMap(({ vm, threats }) =>
    threats.map(({ time, name, status, threats: words }) => [
      label(vm),
      formatInstant(time, { terminal: true }),
      name,
      status,
      words === '' ? '-' : words,
    ]),
  );
  return rows.length === 0
    ? []
    : [
        {
          id: 'threats',
          title: 'Recovery points with a reported threat',
          body: [
            markup`<p>${calendar.from} to ${calendar.to}: Azure reports a threat for ${counted(rows.length, 'recovery point')}. Where it reports nothing, nothing is known.</p>
`,
            foldedTable('Recovery points', {
              name: 'Recovery points for which Azure reports a threat',
              columns: [
                { header: 'VM' },
                { header: 'Time (UTC)' },
                { header: 'Recovery point' },
                { header: 'Status' },
                { header: 'Threats', isWide: true },
              ],
              rows,
              maxOpen: NEEDED_ROWS,
            }),
          ],
        },
      ];
}
