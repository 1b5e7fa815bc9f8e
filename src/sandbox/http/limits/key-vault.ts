// The limit of a key vault on its secrets and keys.

import type { SandboxClock } from '../../kernel/time/clock.js';
import type { WorldState } from '../../kernel/state.js';
import type { OperationResponse } from '../operation.js';
import { windowCounter } from './window-counter.js';

/** Documentation: Azure Key Vault service limits (secrets, and keys that are not in an HSM), of one vault. */
const CALLS = 4000;
const WINDOW_SECONDS = 10;

/** Counts a call; the refusal where the vault has had enough, in which nothing is said of when to come again. */
export function countKeyVault(
  state: WorldState,
  clock: SandboxClock,
  vaultName: string,
): OperationResponse | undefined {
  const name = `key vault ${vaultName.toLowerCase()}`;
  const counter = windowCounter(state, clock, name, WINDOW_SECONDS);
  if (counter.calls >= CALLS) {
    return throttled();
  }
  counter.calls += 1;
  return undefined;
}

/** As reported in 2021 and 2023 (dotnet/sign#403, vcsjones/AzureSignTool#219): no Retry-After. */
function throttled(): OperationResponse {
  const reason = 'VaultRequestTypeLimitReached';
  const message = `Request was not processed because too many requests were received. Reason: ${reason}`;
  return { status: 429, body: { error: { code: 'Throttled', message } } };
}
