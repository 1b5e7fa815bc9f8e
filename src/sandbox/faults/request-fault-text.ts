// Faults as they are typed on a command line.

import type { FaultConsequence } from './request-faults.js';

/** What may be typed, for help and errors. */
export const CONSEQUENCE_FORMS =
  'STATUS[:RETRY_AFTER], succeeded, reset, reset-after, bare, null, list, page, hang, truncate, malformed, without:ENTRY:MEMBER, or slow:SECONDS';

const PLAIN: Readonly<Record<string, FaultConsequence>> = {
  reset: { kind: 'reset' },
  'reset-after': { kind: 'reset', afterwards: true },
  bare: { kind: 'stripped', body: 'none' },
  null: { kind: 'stripped', body: 'null' },
  list: { kind: 'stripped', body: 'list' },
  page: { kind: 'stripped', body: 'page' },
  hang: { kind: 'hang' },
  truncate: { kind: 'truncate' },
  malformed: { kind: 'malformed' },
  succeeded: { kind: 'success', status: 200, succeeded: true },
};

/** What happens to a request, such as `429:30`; undefined for a text that says nothing of the kind. */
export function parseConsequence(text: string): FaultConsequence | undefined {
  const typed = text.trim().toLowerCase();
  const status = /^(?<status>[45]\d\d)(?::(?<seconds>\d{1,6}))?$/u.exec(typed)?.groups;
  if (status !== undefined) {
    const seconds = status['seconds'];
    return {
      kind: 'status',
      status: Number(status['status']),
      ...(seconds === undefined ? {} : { retryAfterSeconds: Number(seconds) }),
    };
  }
  if (/^2\d\d$/u.test(typed)) {
    return { kind: 'success', status: Number(typed) };
  }
  const lack = /^without:(?<entry>[1-9]\d{0,5}):(?<member>[\w.]+)$/iu.exec(text.trim())?.groups;
  if (lack !== undefined) {
    return { kind: 'without', entry: Number(lack['entry']), member: lack['member'] ?? '' };
  }
  const seconds = Number(/^slow:(?<seconds>\d{1,6}(?:\.\d+)?)$/u.exec(typed)?.groups?.['seconds']);
  return seconds > 0 ? { kind: 'slow', seconds } : PLAIN[typed];
}

/** The text that parses to a consequence, but for a code and message of its own. */
export function formatConsequence(consequence: FaultConsequence): string {
  switch (consequence.kind) {
    case 'status': {
      const { status, retryAfterSeconds } = consequence;
      return retryAfterSeconds === undefined ? String(status) : `${status}:${retryAfterSeconds}`;
    }
    case 'success':
      return consequence.succeeded === true ? 'succeeded' : String(consequence.status);
    case 'without':
      return `without:${consequence.entry}:${consequence.member}`;
    case 'slow':
      return `slow:${consequence.seconds}`;
    case 'reset':
      return consequence.afterwards === true ? 'reset-after' : 'reset';
    case 'stripped':
      return consequence.body === 'none' ? 'bare' : consequence.body;
    case 'hang':
    case 'truncate':
    case 'malformed':
      return consequence.kind;
  }
}
