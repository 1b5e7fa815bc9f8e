// All that is known about the codes of Azure: the advice that errors carry, with its details, and the codes that only
// explanations and the edge of the program look up. The one table of codes; docs are made of it as well.

import type { Suggestion } from '../suggestion.js';
import { filledAdvice, findByCode, SUGGESTIONS, type SuggestionNames } from '../suggestions.js';
import { ENCRYPTION_DETAILS } from './details-of-encryption.js';
import { MACHINE_DETAILS } from './details-of-machines.js';
import { PLATFORM_DETAILS } from './details-of-platform.js';
import { VAULT_DETAILS } from './details-of-vaults.js';
import type { CodeDetails, CodeExplanation } from './explanation.js';
import { ACCESS_CODES } from './further-codes/access.js';
import { ASSUMED_CODES } from './further-codes/assumed.js';
import { DEPLOYMENT_CODES } from './further-codes/deployments.js';
import { GROUP_AND_NETWORK_CODES } from './further-codes/groups-and-networks.js';
import { CREATION_CODES } from './further-codes/machines.js';
import { NAMED_CODES } from './further-codes/names.js';
import { RESOURCE_GRAPH_CODES } from './further-codes/resource-graph.js';
import { SANDBOX_CODES } from './further-codes/sandbox.js';
import { SIGN_IN_CODES } from './further-codes/sign-in.js';
import { STORAGE_CODES } from './further-codes/storage.js';
import { FURTHER_VAULT_CODES } from './further-codes/vaults.js';
import { page } from './pages.js';

const DETAILS: Readonly<Record<string, CodeDetails>> = {
  ...MACHINE_DETAILS,
  ...ENCRYPTION_DETAILS,
  ...VAULT_DETAILS,
  ...PLATFORM_DETAILS,
};

/** All codes of Azure, those with advice first. */
export const AZURE_EXPLANATIONS: readonly CodeExplanation[] = [
  ...SUGGESTIONS.map((suggestion) => detailed(suggestion)),
  ...SIGN_IN_CODES,
  ...ACCESS_CODES,
  ...DEPLOYMENT_CODES,
  ...GROUP_AND_NETWORK_CODES,
  ...CREATION_CODES,
  ...RESOURCE_GRAPH_CODES,
  ...STORAGE_CODES,
  ...FURTHER_VAULT_CODES,
  ...ASSUMED_CODES,
  ...NAMED_CODES,
  ...SANDBOX_CODES,
];

/** Advice with the details of its first spelling. */
function detailed(suggestion: Suggestion): CodeExplanation {
  const { evidence = [], ...details } = DETAILS[suggestion.codes[0] ?? ''] ?? { retry: 'unknown' };
  return {
    standing: 'known',
    ...suggestion,
    ...details,
    evidence: [page(suggestion.docs), ...evidence],
  };
}

/** What is known of a code, whatever its spelling. */
function explanationOf(code: string): CodeExplanation | undefined {
  return findByCode(AZURE_EXPLANATIONS, code, ({ codes }) => codes);
}

/** What an error says of a code. */
export type Advice = ReturnType<typeof filledAdvice> & { readonly docs: string | null };

/**
 * The advice of a code, also of those that `suggestionFor` leaves out, because commands load it before anything has
 * failed. Nothing where the code is an assumption, or says too little.
 */
export function adviceFor(code: string, names: SuggestionNames = {}): Advice | undefined {
  const known = explanationOf(code);
  return known?.standing === 'known'
    ? { ...filledAdvice(known, names), docs: known.docs }
    : undefined;
}
