// In what the headers of a sandbox's answer differ from the recorded ones.

import type { LearnedIds } from './learned-ids.js';
import { compareTexts, difference, type Difference } from './shape-difference.js';

/**
 * Headers that say something about the answer. The others are of the transport, or of the machine that
 * answered.
 */
const COMPARED = [
  'azure-asyncnotification',
  'azure-asyncoperation',
  'content-type',
  'location',
  'odata-version',
  'retry-after',
  'www-authenticate',
  'x-ms-failure-cause',
  'x-ms-keyvault-network-info',
  'x-ms-keyvault-region',
  'x-ms-keyvault-service-version',
  'x-ms-request-id',
  'x-ms-resource-unit',
  'x-ms-ratelimit-remaining-resource',
  'x-ms-ratelimit-remaining-subscription-deletes',
  'x-ms-ratelimit-remaining-subscription-resource-requests',
  'x-ms-ratelimit-remaining-subscription-writes',
];

/** Compares the headers of one answer; learns the ids in them. */
export function compareHeaders(
  recorded: Readonly<Record<string, string>>,
  sandbox: Readonly<Record<string, string>>,
  ids: LearnedIds,
): Difference[] {
  return COMPARED.flatMap((name) => {
    const [expected, actual] = [recorded[name], sandbox[name]];
    // az's recorder has taken some out, so that their absence says nothing.
    if (expected === undefined && (actual === undefined || TAKEN_OUT.has(name))) {
      return [];
    }
    const at = `header ${name}`;
    if (expected === undefined || actual === undefined) {
      return [difference(expected === undefined ? 'extra' : 'missing', at, expected, actual)];
    }
    return compareTexts(generalised(name, expected), generalised(name, actual), at, ids);
  });
}

const TAKEN_OUT: ReadonlySet<string> = new Set(['retry-after', 'x-ms-request-id']);

const COUNTED =
  /^x-ms-(?:ratelimit-.*|keyvault-network-info|keyvault-service-version|resource-unit)$/u;

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;

/** What newer asynchronous URLs are signed with: ticks, certificate, signature, hash. */
const SIGNATURE = /&(?<name>[tcsh])=[^&]*/gu;

/** Counts, addresses and versions are chance; that they are there, and how they are written, is not. */
function generalised(name: string, value: string): string {
  if (name === 'x-ms-request-id') {
    return value.replaceAll(GUID, '{request}');
  }
  if (COUNTED.test(name)) {
    return value.replaceAll(/\d+(?:\.\d+)*(?!\w)/gu, '{number}');
  }
  return value.replaceAll(SIGNATURE, '&$<name>={signature}');
}
