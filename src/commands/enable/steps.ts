// The steps that `enable` takes: a grant, the vault where it is to be created, and the protection itself.

import { joinFamilies } from '../../steps/family.js';
import { protectionFamily } from '../../steps/protection/describe.js';
import type { ProtectionStep } from '../../steps/protection/step.js';
import { roleFamily } from '../../steps/roles/describe.js';
import type { RoleStep } from '../../steps/roles/step.js';
import { vaultFamily } from '../../steps/vault/describe.js';
import type { VaultStep } from '../../steps/vault/step.js';

/** A step of `enable`. */
export type EnableStep = RoleStep | VaultStep | ProtectionStep;

/** The description of its steps. */
export const enableFamily = joinFamilies(roleFamily, joinFamilies(vaultFamily, protectionFamily));
