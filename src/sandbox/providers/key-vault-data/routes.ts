// Operations of Key Vault's data plane.

import type { SandboxOperation } from '../../http/operation.js';
import { keyOperations } from './keys/routes.js';
import { secretOperations } from './secrets/routes.js';

/** Everything that `*.vault.azure.net` answers. */
export const keyVaultDataOperations: readonly SandboxOperation[] = [
  ...keyOperations,
  ...secretOperations,
];
