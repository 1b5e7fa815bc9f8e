// The view of `azbackup report`.

import type { View } from '../../output/view.js';
import { wrapIndented } from '../../output/text-width.js';
import type { ReportDocument } from './result.js';

/** The headline. */
export function formatReport(document: ReportDocument, view: View): string[] {
  return [wrapIndented(document.headline, view.width, 0)];
}
