// Steps that create a Recovery Services vault or change its settings.

import type { VaultStorageSettings } from '../../services/services.js';
import type { Step } from '../plan.js';

/** A change of the vault itself, which is the step's target. */
export type VaultStep = Step &
  (
    | ({ readonly kind: 'create-vault'; readonly location: string } & VaultStorageSettings)
    | ({ readonly kind: 'set-vault-redundancy' } & VaultStorageSettings)
    | {
        readonly kind: 'set-soft-delete-days';
        readonly days: number;
        readonly previousDays?: number;
      }
  );
