// Steps that bring a key or secret back. The target is the key vault. What it is restored from, and the value
// of a secret, are never part of a step.

import type { Step } from '../../steps/plan.js';

/** A step on a key or secret. */
export type KeyStep = Step & {
  readonly vaultUrl: string;
  readonly objectName: string;
  /** The version that is wanted back. */
  readonly version?: string;
} & (
    | { readonly kind: 'recover-key' | 'recover-secret' | 'restore-key' | 'restore-secret' }
    | {
        /** Makes a new version of a secret in the place of one that is gone. */
        readonly kind: 'set-secret';
        readonly contentType: string;
        readonly tags: Readonly<Record<string, string>>;
      }
  );
