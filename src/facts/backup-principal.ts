// The service principal of Azure Backup in the tenant: as the directory has it, and as the user gives it.

import type { Fact } from '../domain/fact.js';
import { sameName } from '../domain/resource-id.js';
import { BACKUP_APP_IDS, type BackupPrincipal, type GivenPrincipal } from '../domain/roles.js';
import { AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { CommandContext } from '../commands/context.js';
import type { FactReader } from './fact-reader.js';

/** Who the service is, and what the user said of it. */
export interface PrincipalFacts {
  readonly principal: Fact<BackupPrincipal>;
  readonly givenPrincipal?: GivenPrincipal;
}

/**
 * Refuses an application id where an object id is wanted. Key vaults store any guid, so that a grant to it
 * would look like one, while the service itself can still read nothing.
 * @throws AzbackupError `AZB_PRINCIPAL_IS_APPLICATION` (2)
 */
export function refuseApplicationId(
  { backupApplication }: Pick<CommandContext, 'backupApplication'>,
  given: string | undefined,
): void {
  const { appId: ownAppId, displayName } = backupApplication;
  const appIds = [...Object.values(BACKUP_APP_IDS), ...(ownAppId === undefined ? [] : [ownAppId])];
  const appId = appIds.find((known) => sameName(known, given ?? ''));
  if (appId !== undefined) {
    throw usageError(
      'AZB_PRINCIPAL_IS_APPLICATION',
      `${appId} is the application id of ${displayName}, not its object id in your tenant`,
      {
        target: appId,
        causes: [
          'key vaults store any guid; a grant to the application id gives the service nothing',
        ],
        fix: [
          `az ad sp show --id ${appId} --query id --output tsv`,
          'leave --backup-principal-id out if you can read Microsoft Graph',
        ],
      },
    );
  }
}

/** Reads the principal. What the directory says outweighs what was given. */
export async function readBackupPrincipal(
  { backupApplication }: Pick<CommandContext, 'backupApplication'>,
  reader: FactReader,
  objectId: string | undefined,
): Promise<PrincipalFacts> {
  const { appId, displayName } = backupApplication;
  if (objectId === undefined) {
    return {
      principal: appId === undefined ? { status: 'absent' } : await reader.principal(appId),
    };
  }
  const directory =
    appId === undefined ? NOT_ASKED : await fromDirectory(() => reader.principal(appId));
  const given: Fact<BackupPrincipal> = { status: 'known', value: { objectId, displayName } };
  const answered = directory.status === 'known' || directory.status === 'absent';
  return { principal: answered ? directory : given, givenPrincipal: { objectId, directory } };
}

const NOT_ASKED = { status: 'not-asked' } as const;

/** A read of the directory that the command can do without: no trouble with it may end the command. */
export async function fromDirectory<T>(read: () => Promise<Fact<T>>): Promise<Fact<T>> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
    const { code, message } = error.fields;
    return { status: 'unreadable', reason: 'unavailable', code, message };
  }
}
