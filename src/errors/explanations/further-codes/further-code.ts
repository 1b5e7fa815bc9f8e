// Codes of which errors carry no advice of their own, and that `azbackup explain` knows all the same.

import type { CodeDetails, CodeExplanation } from '../explanation.js';
import { page } from '../pages.js';

/** A code as the tables of this folder write it. */
export interface FurtherCode extends CodeDetails {
  readonly codes: readonly string[];
  readonly meaning: string;
  readonly fix: readonly string[];
  /** Address of the page that names the code. */
  readonly docs?: string;
}

/** A code that a page, a recording or a public thread names. */
export function known({ docs, evidence = [], ...code }: FurtherCode): CodeExplanation {
  const pages = docs === undefined ? [] : [page(docs)];
  return { standing: 'known', ...code, docs: docs ?? null, evidence: [...pages, ...evidence] };
}

/** A code that many things have: only the message, or an inner code, tells which. */
export function general(code: FurtherCode): CodeExplanation {
  return { ...known(code), standing: 'general' };
}
