// The view of `azbackup version`.

import type { View } from '../../output/view.js';
import { formatFields } from '../../output/views/fields.js';
import type { VersionDocument } from './result.js';

/** A part a line. */
export function formatVersion({ items }: VersionDocument, view: View): string[] {
  return formatFields(
    items.map(({ name, value }) => [name, value]),
    view,
  );
}
