// Every operation of secondary regions: copies of points, and restores from them.

import type { SandboxOperation } from '../../../http/operation.js';
import { secondaryJobRoutes } from './job-routes.js';
import { secondaryOperationRoutes } from './operation-routes.js';
import { replicatedItemRoutes } from './replicated-items-routes.js';
import { secondaryRestoreRoutes } from './restore-routes.js';
import { restoreTokenRoutes } from './restore-token-routes.js';

/** The operations of secondary regions. */
export const secondaryRegionRoutes: readonly SandboxOperation[] = [
  ...replicatedItemRoutes,
  ...restoreTokenRoutes,
  ...secondaryRestoreRoutes,
  ...secondaryOperationRoutes,
  ...secondaryJobRoutes,
];
