// What speaks against a restore that is otherwise well defined. Judgements can be overridden by name, as Azure has
// the last word on them; what Azure itself says is missing cannot.

import type { AdeVolumeType } from '../../domain/encryption/ade-extension.js';
import type { KeyMaterial } from '../../domain/keys/key-material.js';
import type { RestoreRequest } from '../../domain/recovery/restore-request.js';
import type { StagingChoice } from './target/target.js';
import { KEYS_OFF } from './rules.js';
import type { AdePass } from './steps/settings.js';
import { nameOf } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { DOCS } from '../../preflight/documentation.js';
import type { CommandContext } from '../context.js';
import type { RestoreObjection } from './options.js';

/** A judgement against the restore. */
export interface RestoreObstacle {
  /** What `--ignore` calls it; undefined where going on could not help. */
  readonly objection: RestoreObjection | undefined;
  readonly error: AzbackupError;
}

/**
 * Throws the first that is not ignored, with the others among its causes; warns of those that are.
 * @throws AzbackupError
 */
export function applyOverrides(
  context: Pick<CommandContext, 'warn'>,
  obstacles: readonly RestoreObstacle[],
  ignored: readonly RestoreObjection[],
): void {
  const isIgnored = ({ objection }: RestoreObstacle): boolean =>
    objection !== undefined && ignored.includes(objection);
  const remaining = obstacles.filter((obstacle) => !isIgnored(obstacle));
  const [first, ...others] = remaining;
  if (first !== undefined) {
    const { fields } = first.error;
    throw new AzbackupError({
      ...fields,
      causes: [...(fields.causes ?? []), ...others.map(({ error }) => `also: ${error.message}`)],
      fix: [
        ...(fields.fix ?? []),
        ...others.flatMap(({ error }) => error.fields.fix ?? []),
        ...continuing(remaining),
      ],
    });
  }
  for (const { objection = '', error } of obstacles) {
    context.warn(`--ignore ${objection}: ${error.message}`);
  }
}

/** How to go on in spite of them all; nothing where one of them cannot be overridden. */
function continuing(obstacles: readonly RestoreObstacle[]): readonly string[] {
  const objections = obstacles.flatMap(({ objection = [] }) => objection);
  return objections.length < obstacles.length
    ? []
    : [`or continue anyway: ${objections.map((each) => `--ignore ${each}`).join(' ')}`];
}

/** Against a staging account ("How to restore Azure VM data", storage accounts). */
export function stagingObstacle({ account, problem }: StagingChoice): RestoreObstacle | undefined {
  return problem === undefined
    ? undefined
    : {
        objection: 'staging-account',
        error: new AzbackupError({
          code: 'AZB_STAGING_ACCOUNT_UNFIT',
          kind: 'blocked',
          message: `storage account ${account.name} cannot stage the restore`,
          target: account.id,
          causes: [problem],
          fix: [
            ...(problem === KEYS_OFF ? ['add --staging-identity system'] : []),
            'choose another: --staging-account NAME',
          ],
          docs: DOCS.vmRestore,
        }),
      };
}

/** What Azure's own validation says; one that could not be had is a warning. */
export async function azureObstacle(
  context: CommandContext,
  request: RestoreRequest,
): Promise<RestoreObstacle | undefined> {
  try {
    const [first, ...others] = await (await context.services.backup()).validateRestore(request);
    return first === undefined
      ? undefined
      : {
          objection: 'azure-validation',
          error: new AzbackupError({
            code: 'AZB_RESTORE_OBJECTION',
            kind: 'blocked',
            message: `Azure will refuse to restore ${nameOf(request.vmId)}`,
            target: request.vmId,
            causes: [first, ...others].map(({ code, message }) => `${code}: ${message}`),
            fix: [first, ...others].flatMap(({ recommendations }) => recommendations),
            azureCode: first.code,
          }),
        };
  } catch (error) {
    if (error instanceof AzbackupError) {
      context.warn(`the restore could not be validated by Azure: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

/** Dual pass: nobody but the application may run ADE again in the new machine. */
export function adeObstacle(machine: {
  readonly vm: string;
  readonly pass: AdePass;
  readonly osType: 'Windows' | 'Linux';
  /** Which volumes were encrypted; undefined where nothing says it. */
  readonly volumes: AdeVolumeType | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: KeyMaterial | undefined;
}): RestoreObstacle | undefined {
  const { vm, pass, osType, volumes, clientId, clientSecret } = machine;
  const needed = pass === 'dual' && osType === 'Linux' && volumes !== 'OS';
  if (clientId === undefined ? !needed : clientSecret !== undefined) {
    return undefined;
  }
  return {
    objection: 'ade',
    error: new AzbackupError({
      code: 'AZB_ADE_CLIENT_NEEDED',
      kind: 'blocked',
      message: `${vm} was encrypted with an Entra application; its ${clientId === undefined ? 'id' : 'secret'} is required`,
      causes: [
        'the data disks of the new VM stay locked until the ADE extension has run, which needs the application and its secret',
      ],
      fix: ['export AZBACKUP_ADE_CLIENT_SECRET=…, and add --ade-client-id ID'],
      docs: DOCS.encryptedVmRestore,
    }),
  };
}
