// The recovery point that a restore works from, and why that one.

import type { ChosenPoint } from '../../steps/plan.js';
import { formatInBothZones } from '../instants.js';
import type { View } from '../view.js';
import { formatFields } from './fields.js';

/** Two fields: the point itself, and the reason for choosing it. */
export function formatChosenPoint(point: ChosenPoint, view: View): string[] {
  // Of most vaults nothing is reported.
  const threat = point.threat === 'unknown' ? '' : `, ${point.threat}`;
  return formatFields(
    [
      [
        'point',
        `${point.name} of ${formatInBothZones(point.time, view)}, ${point.tier} tier${threat}`,
      ],
      ['chosen', `${point.reason}; ${point.consistency}`],
    ],
    view,
  );
}
