// How many things are still there as time goes by: those with a last day, and those without.

import { addSeconds, type Instant } from '../../../domain/time/instant.js';
import { legend, stepChart, type Mark } from './charts.js';
import { markup, type Markup } from './markup.js';

const DAY_SECONDS = 86_400;
/** A month, so that the end of a chart is not at its edge. */
const MARGIN_SECONDS = 30 * DAY_SECONDS;

/**
 * The chart with its legend.
 * @param name for those who do not see it
 */
export function countdown(
  name: string,
  caption: string,
  {
    ends,
    open,
    labels,
  }: {
    readonly ends: readonly Instant[];
    /** How many have no end that is known. */
    readonly open: number;
    readonly labels: readonly [withEnd: string, without: string];
  },
  { from, marks }: { readonly from: Instant; readonly marks: readonly Mark[] },
): Markup {
  const days = ends.map((end) => addSeconds(`${end.slice(0, 10)}T00:00:00Z`, DAY_SECONDS));
  const times = [from, ...new Set(days.filter((day) => day > from))].toSorted();
  const last = [...days, ...marks.map(({ time }) => time)].toSorted().at(-1) ?? from;
  const parts = [
    { label: labels[0], style: 'info' },
    { label: labels[1], style: 'warn' },
  ];
  return markup`<figure>${stepChart(
    name,
    { from, to: addSeconds(last, MARGIN_SECONDS) },
    [
      {
        style: 'info',
        values: times.map((time) => ({ time, value: days.filter((day) => day > time).length })),
      },
      { style: 'warn', values: times.map((time) => ({ time, value: open })) },
    ],
    marks,
  )}<figcaption>${caption} ${legend(parts, [ends.length, open])}</figcaption></figure>
`;
}
