// Carries out a step that brings a key or secret back. It is handed the material beside the step; nothing
// that it throws or returns holds any.

import type { StepExecution, StepReporter } from '../../steps/apply.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { deadlineWithin, repeatUntil } from '../../steps/waiting/repeat-until.js';
import { sendSafely } from '../../steps/waiting/send-safely.js';
import { REPLACES_TAG } from '../../domain/keys/key-status.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { KeyCopies } from '../../domain/keys/key-copies.js';
import type { KeyMaterial } from '../../domain/keys/key-material.js';
import type { VaultObject } from '../../domain/keys/key-vault.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { sameName } from '../../domain/resource-id.js';
import type { KeyStep } from './step.js';
import type { CommandContext } from '../context.js';

/** Azure may need up to a minute until what was recovered is there ("Key Vault soft-delete overview"). */
const MAX_RECOVERY_SECONDS = 90;
const RETRY_INTERVAL_SECONDS = 5;

/** What carrying out needs besides the step. */
export interface KeyExecution {
  readonly copies: KeyCopies;
  readonly reporter: StepReporter;
  readonly choice: Pick<WaitPolicy, 'deadlineMilliseconds'>;
}

/**
 * Executes the step. What is there already is not an error: a request whose answer was lost may have been
 * carried out.
 * @throws AzbackupError when Azure refuses; where a right is lacking, the fix names it
 */
export async function executeKeyStep(
  context: CommandContext,
  step: KeyStep,
  execution: KeyExecution,
): Promise<StepExecution> {
  try {
    await send(context, step, execution);
  } catch (error) {
    if (!(await isThereAlready(context, step, error))) {
      throw withRights(step, error);
    }
  }
  return { status: 'done' };
}

async function send(
  context: CommandContext,
  step: KeyStep,
  execution: KeyExecution,
): Promise<void> {
  const { copies } = execution;
  const { vaultUrl, objectName } = step;
  const { services } = context;
  switch (step.kind) {
    case 'restore-key':
      return (await services.keys()).restore(vaultUrl, objectName, held(copies.key?.backup));
    case 'restore-secret':
      return (await services.secrets()).restore(vaultUrl, objectName, held(copies.secret.backup));
    case 'set-secret':
      return setSecret(context, step, execution);
    case 'recover-key':
      await (await services.keys()).recover(vaultUrl, objectName);
      return untilThere(context, step, execution);
    case 'recover-secret':
      await (await services.secrets()).recover(vaultUrl, objectName);
      return untilThere(context, step, execution);
  }
}

/** Each time that it is carried out it makes a version more: one whose answer was lost is looked for by its tag. */
async function setSecret(
  context: CommandContext,
  step: Extract<KeyStep, { readonly kind: 'set-secret' }>,
  { copies, reporter, choice }: KeyExecution,
): Promise<void> {
  const { vaultUrl, objectName, contentType, tags, version } = step;
  const value = held(copies.secret.value);
  const secrets = await context.services.secrets();
  const setOnce = async (): Promise<true> => {
    await secrets.set(vaultUrl, objectName, { value, contentType, tags });
    return true;
  };
  if (version === undefined) {
    await setOnce();
    return;
  }
  await sendSafely(context, {
    send: setOnce,
    find: async () => {
      const found = await secrets.versions(vaultUrl, objectName);
      const isThere = found?.versions.some((each) =>
        sameName(each.tags[REPLACES_TAG] ?? '', version),
      );
      return isThere === true ? true : undefined;
    },
    deadlineMilliseconds: choice.deadlineMilliseconds,
    onWaiting: (seconds) => reporter.waiting(seconds),
  });
}

function held(material: KeyMaterial | undefined): KeyMaterial {
  if (material === undefined) {
    throw new RangeError('the plan restores from a copy that does not exist');
  }
  return material;
}

async function versionsOf(
  { services }: CommandContext,
  { kind, vaultUrl, objectName }: KeyStep,
): Promise<VaultObject | undefined> {
  const isKey = kind === 'recover-key' || kind === 'restore-key';
  return isKey
    ? (await services.keys()).versions(vaultUrl, objectName)
    : (await services.secrets()).versions(vaultUrl, objectName);
}

async function untilThere(
  context: CommandContext,
  step: KeyStep,
  { reporter, choice }: KeyExecution,
): Promise<void> {
  const found = await repeatUntil(context, () => versionsOf(context, step), {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds: deadlineWithin(
      context.clock.now(),
      MAX_RECOVERY_SECONDS,
      choice.deadlineMilliseconds,
    ),
    settles: (object) => object !== undefined,
    onWaiting: (seconds) => reporter.waiting(seconds),
  });
  if (found === undefined) {
    context.signal.throwIfAborted();
    throw new AzbackupError({
      code: 'AZB_KEY_NOT_RECOVERED',
      kind: 'still-running',
      message: `${step.objectName} of ${vaultNameOf(step.vaultUrl)} is being recovered and not available yet`,
      target: step.target,
      fix: ['run the command again in a minute'],
    });
  }
}

/** Where an answer was lost, the backup may have been restored; trying again is then refused as a conflict. */
async function isThereAlready(
  context: CommandContext,
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
      `get ${action} on ${vault} (access policy: ${permission}), then run the command again`,
      ...(fields.fix ?? []),
    ],
  });
}
