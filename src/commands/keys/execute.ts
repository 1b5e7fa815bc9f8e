// Carries out a step that brings a key or secret back. It is handed the material beside the step; nothing
// that it throws or returns holds any.

import type { StepExecution } from '../../steps/apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { KeyCopies } from '../../domain/keys/key-copies.js';
import type { KeyMaterial } from '../../domain/keys/key-material.js';
import type { VaultObject } from '../../domain/keys/key-vault.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { sameName } from '../../domain/resource-id.js';
import type { KeyStep } from './plan.js';
import type { WorkflowContext } from '../context.js';

/** Azure may need up to a minute until what was recovered is there ("Key Vault soft-delete overview"). */
const RECOVERY_SECONDS = 90;
const PAUSE_SECONDS = 5;

/**
 * Executes the step. What is there already is not an error: a request whose answer was lost may have been
 * carried out.
 * @throws AzbackupError when Azure refuses; where a right is lacking, the fix names it
 */
export async function executeKeyStep(
  context: WorkflowContext,
  step: KeyStep,
  copies: KeyCopies,
): Promise<StepExecution> {
  try {
    await send(context, step, copies);
  } catch (error) {
    if (!(await isThereAlready(context, step, error))) {
      throw withRights(step, error);
    }
  }
  return { status: 'done' };
}

async function send(context: WorkflowContext, step: KeyStep, copies: KeyCopies): Promise<void> {
  const { vaultUrl, objectName } = step;
  const { services } = context;
  switch (step.kind) {
    case 'restore-key':
      return (await services.keys()).restore(vaultUrl, objectName, held(copies.key?.backup));
    case 'restore-secret':
      return (await services.secrets()).restore(vaultUrl, objectName, held(copies.secret.backup));
    case 'set-secret': {
      const { contentType, tags } = step;
      const value = held(copies.secret.value);
      return (await services.secrets()).set(vaultUrl, objectName, { value, contentType, tags });
    }
    case 'recover-key':
      await (await services.keys()).recover(vaultUrl, objectName);
      return untilThere(context, step);
    case 'recover-secret':
      await (await services.secrets()).recover(vaultUrl, objectName);
      return untilThere(context, step);
  }
}

function held(material: KeyMaterial | undefined): KeyMaterial {
  if (material === undefined) {
    throw new RangeError('the plan restores from a copy that there is not');
  }
  return material;
}

async function versionsOf(
  { services }: WorkflowContext,
  { kind, vaultUrl, objectName }: KeyStep,
): Promise<VaultObject | undefined> {
  const isKey = kind === 'recover-key' || kind === 'restore-key';
  return isKey
    ? (await services.keys()).versions(vaultUrl, objectName)
    : (await services.secrets()).versions(vaultUrl, objectName);
}

async function untilThere(context: WorkflowContext, step: KeyStep): Promise<void> {
  const end = context.clock.now() + RECOVERY_SECONDS * 1000;
  while ((await versionsOf(context, step)) === undefined) {
    if (context.clock.now() >= end) {
      throw new AzbackupError({
        code: 'AZB_KEY_NOT_RECOVERED',
        kind: 'still-running',
        message: `${step.objectName} of ${vaultNameOf(step.vaultUrl)} is being recovered, and not there yet`,
        target: step.target,
        fix: ['run the command again in a minute'],
      });
    }
    await context.clock.sleep(PAUSE_SECONDS, context.signal);
  }
}

/** Where an answer was lost, the backup may have been restored; trying again is then refused as a conflict. */
async function isThereAlready(
  context: WorkflowContext,
  step: KeyStep,
  error: unknown,
): Promise<boolean> {
  const restores = step.kind === 'restore-key' || step.kind === 'restore-secret';
  const unclear =
    error instanceof AzbackupError && ['azure-failed', 'unavailable'].includes(error.fields.kind);
  const { version } = step;
  if (!restores || !unclear || version === undefined) {
    return false;
  }
  try {
    const object = await versionsOf(context, step);
    return object?.versions.some((each) => sameName(each.version, version)) === true;
  } catch {
    // What matters is why the step failed, not that looking into it failed as well.
    return false;
  }
}

/** What each step needs: the data action of a role, and the permission of an access policy. */
const KEY_STEP_RIGHTS: Readonly<
  Record<KeyStep['kind'], { readonly action: string; readonly permission: string }>
> = {
  'recover-key': right('keys/recover/action', 'key permission recover'),
  'recover-secret': right('secrets/recover/action', 'secret permission recover'),
  'restore-key': right('keys/restore/action', 'key permission restore'),
  'restore-secret': right('secrets/restore/action', 'secret permission restore'),
  'set-secret': right('secrets/setSecret/action', 'secret permission set'),
};

function right(action: string, permission: string): { action: string; permission: string } {
  return { action: `Microsoft.KeyVault/vaults/${action}`, permission };
}

function withRights(step: KeyStep, error: unknown): unknown {
  if (!(error instanceof AzbackupError) || error.fields.code !== 'AZB_NOT_ALLOWED') {
    return error;
  }
  const { action, permission } = KEY_STEP_RIGHTS[step.kind];
  const vault = vaultNameOf(step.vaultUrl);
  const { fields } = error;
  return new AzbackupError({
    ...fields,
    fix: [
      `have ${action} on ${vault} assigned to you (access policy: ${permission}), then run the command again`,
      ...(fields.fix ?? []),
    ],
  });
}
