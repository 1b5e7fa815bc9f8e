// What the headers of an answer tell of its limits (recorded, and Documentation: Understand how Azure Resource Manager
// throttles requests; Guidance for throttled requests in Azure Resource Graph).

import { quotaResetSeconds, type ReadHeader } from '../transport/retry-after.js';
import type { Reading } from './class-rule.js';

/** Readings of the narrowest class, and of all calls of the kind in the subscription or tenant. */
export interface Readings {
  readonly own: readonly Reading[];
  readonly wide: readonly Reading[];
}

const PREFIX = 'x-ms-ratelimit-remaining-';
const WIDE_HEADERS = ['subscription', 'tenant'].flatMap((scope) =>
  ['reads', 'writes', 'deletes'].map((kind) => `${scope}-${kind}`),
);
const HOUR_SECONDS = 3600;
/** Documentation: 15 queries in 5 seconds. */
const GRAPH_WINDOW_SECONDS = 5;

/** All that the headers tell. */
export function readingsOf(header: ReadHeader): Readings {
  const calls = numberIn(header(`${PREFIX}subscription-resource-requests`));
  return {
    own: [
      ...(calls === undefined ? [] : [{ name: 'calls', left: calls, windowSeconds: HOUR_SECONDS }]),
      ...policies(header(`${PREFIX}resource`) ?? ''),
      ...graphQuota(header),
    ],
    wide: WIDE_HEADERS.flatMap((name) => {
      const left = numberIn(header(`${PREFIX}${name}`));
      return left === undefined ? [] : [{ name, left }];
    }),
  };
}

/** `Microsoft.Compute/UpdateVM3Min;239,Microsoft.Compute/UpdateVM30Min;1193`; names without a window are left out. */
function policies(text: string): readonly Reading[] {
  return [...text.matchAll(/([\w.]+\/\w+?)(\d+)Min;(\d+)/gu)].map(([, name, minutes, left]) => ({
    name: `${name}${minutes}Min`,
    left: Number(left),
    windowSeconds: Number(minutes) * 60,
  }));
}

function graphQuota(header: ReadHeader): readonly Reading[] {
  const left = numberIn(header('x-ms-user-quota-remaining'));
  const endsInSeconds = quotaResetSeconds(header);
  if (left === undefined || endsInSeconds === undefined) {
    return [];
  }
  return [{ name: 'queries', left, windowSeconds: GRAPH_WINDOW_SECONDS, endsInSeconds }];
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/u.test(text.trim()) ? Number(text) : undefined;
}
