// Puts the embedded sandbox in Azure's place: the same services, another transport and another clock.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock.js';
import { type AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { SandboxShowDocument } from '../commands/sandbox/result.js';
import type { PersistentSandbox } from '../sandbox/persistent-sandbox.js';
import type { StateRemedy } from '../sandbox/kernel/persistence/saved-world.js';
import type { WorldState } from '../sandbox/kernel/state.js';
import type { WorldSummary, MachineSummary } from '../sandbox/summary.js';
import { stateDirectory } from './files/state-files.js';

/** A principal of the sandbox's directory, with what it signs in with. */
export interface SandboxSignIn {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Shows a person the passing of virtual time; resolves at once where nobody watches. */
export type Pace = (seconds: number) => Promise<void>;

/** Where the sandbox is kept when the user says nothing. */
export function defaultSandboxDirectory(
  env: Readonly<Record<string, string | undefined>>,
  homeDirectory: string,
): string {
  return path.join(stateDirectory(env, homeDirectory), 'sandbox');
}

/**
 * Opens the sandbox of a folder; makes the default world there when it is empty.
 * @param startMilliseconds the time at which a new world begins
 * @param repair puts the default world in the place of a state that cannot be read
 * @throws AzbackupError `AZB_SANDBOX_STATE` (2) when the folder holds something else
 */
export async function openSandbox(
  directory: string,
  startMilliseconds: number,
  repair: boolean,
): Promise<PersistentSandbox> {
  const [{ openPersistentSandbox, resetPersistentSandbox }, { worldNamed }] = await Promise.all([
    import('../sandbox/persistent-sandbox.js'),
    import('../sandbox/estates/catalogue.js'),
  ]);
  const world = (): WorldState => worldNamed('default')(startMilliseconds);
  try {
    return await openPersistentSandbox({ directory, world }).catch(async (error: unknown) => {
      if (!repair || remedyOf(error) !== 'new-world') {
        throw error;
      }
      await resetPersistentSandbox(directory, world());
      return openPersistentSandbox({ directory, world });
    });
  } catch (error) {
    throw stateError(error, directory);
  }
}

/** Where the file system refuses the folder it refuses a new world there, too. */
function remedyOf(error: unknown): StateRemedy {
  if (error instanceof Error && 'syscall' in error) {
    return 'other-folder';
  }
  return error instanceof Error && 'remedy' in error && isRemedy(error.remedy)
    ? error.remedy
    : 'new-world';
}

/** By its field and not by its class: the sandbox is not loaded with the commands. */
function isRemedy(value: unknown): value is StateRemedy {
  return typeof value === 'string' && Object.hasOwn(REMEDIES, value);
}

const REMEDIES: Readonly<Record<StateRemedy, readonly string[]>> = {
  // The options that name this sandbox are added to every command that is suggested.
  'new-world': ['azbackup sandbox reset', 'or choose another folder: --sandbox-dir'],
  'other-folder': ['choose another folder: --sandbox-dir'],
  installation: ['install azbackup again, for this platform and without --omit=optional'],
};

function stateError(error: unknown, directory: string): AzbackupError {
  return usageError('AZB_SANDBOX_STATE', `the sandbox in ${directory} cannot be opened`, {
    target: directory,
    causes: [error instanceof Error ? error.message : String(error)],
    fix: REMEDIES[remedyOf(error)],
    underlying: error,
  });
}

/** The world that a name or a file stands for. Throws a usage error when there is none. */
export async function makeWorld(
  name: string,
  cwd: string,
  startMilliseconds: number,
): Promise<WorldState> {
  try {
    if (/[./\\]/u.test(name)) {
      const { loadWorld } = await import('../sandbox/estates/load-world.js');
      return await loadWorld(path.resolve(cwd, name));
    }
    const { worldNamed } = await import('../sandbox/estates/catalogue.js');
    return worldNamed(name)(startMilliseconds);
  } catch (error) {
    throw usageError('AZB_WORLD_UNKNOWN', `no world named ${name}`, {
      target: name,
      causes: [error instanceof Error ? error.message : String(error)],
    });
  }
}

/** Writes the world of a sandbox into a JSON file. Throws a usage error when that cannot be done. */
export async function exportWorld(
  sandbox: Pick<PersistentSandbox, 'document'>,
  file: string,
): Promise<void> {
  const text = await sandbox.document();
  try {
    // For its owner alone: there are keys and secrets in it.
    await writeFile(file, `${text}\n`, { mode: 0o600 });
  } catch (error) {
    throw usageError('AZB_SANDBOX_STATE', `the world cannot be written to ${file}`, {
      target: file,
      causes: [error instanceof Error ? error.message : String(error)],
      underlying: error,
    });
  }
}

/**
 * The product's clock over a sandbox's: waiting moves virtual time on instead of passing real time.
 * Commands that wait side by side wait for the same time, not one after the other.
 */
export function sandboxClock(sandbox: Pick<PersistentSandbox, 'clock'>, pace: Pace): Clock {
  return {
    now: () => sandbox.clock.now(),
    sleep: async (seconds, signal) => {
      signal?.throwIfAborted();
      const end = sandbox.clock.now() + Math.max(seconds, 0) * 1000;
      await pace(seconds);
      signal?.throwIfAborted();
      await sandbox.clock.advanceTo(end);
    },
  };
}

/**
 * What a principal of the sandbox signs in with.
 * @param wanted display name, application id or object id; absent means the world's own choice
 */
export async function sandboxSignIn(
  sandbox: Pick<PersistentSandbox, 'change'>,
  wanted: string | undefined,
): Promise<SandboxSignIn> {
  const { principals, signedInObjectId } = await sandbox.change(({ directory }) => directory);
  const name = (wanted ?? signedInObjectId).toLowerCase();
  const principal = principals.find(({ displayName, appId, objectId }) =>
    [displayName, appId, objectId].some((text) => text?.toLowerCase() === name),
  );
  if (principal?.appId === undefined || principal.clientSecret === undefined) {
    const able = principals.filter(({ clientSecret }) => clientSecret !== undefined);
    throw usageError('AZB_SANDBOX_PRINCIPAL', `no principal named ${name} can sign in`, {
      target: name,
      causes: [`available: ${able.map(({ displayName }) => displayName).join(', ')}`],
    });
  }
  const { tenantId, appId, clientSecret } = principal;
  return { tenantId, clientId: appId, clientSecret };
}

/** The sandbox's summary in the words of the result document. */
export function sandboxShowDocument(summary: WorldSummary, directory: string): SandboxShowDocument {
  const { counts } = summary;
  return {
    kind: 'sandbox-show',
    schemaVersion: 1,
    world: {
      name: summary.world,
      directory,
      time: summary.now,
      subscriptionId: summary.subscriptionId,
    },
    items: summary.virtualMachines.map((machine) => showItem(machine)),
    summary: {
      virtualMachines: counts.virtualMachines,
      keyVaults: counts.keyVaults,
      recoveryServicesVaults: counts.recoveryServicesVaults,
      protectedItems: counts.protectedItems,
      recoveryPoints: counts.recoveryPoints,
    },
  };
}

function showItem(machine: MachineSummary): SandboxShowDocument['items'][number] {
  const [protection] = machine.protectedIn;
  return {
    vm: { id: machine.id, name: machine.name },
    resourceGroup: machine.resourceGroup,
    osType: machine.osType,
    encryption: encryptionWords(machine.encryption),
    keyVaults: machine.keyVault === undefined ? [] : [machine.keyVault],
    protectedIn: protection?.vault ?? null,
    protectionState:
      protection === undefined
        ? null
        : protection.softDeleted
          ? 'SoftDeleted'
          : protection.protectionState,
    recoveryPoints: protection?.recoveryPoints ?? 0,
    situation: machine.situation ?? null,
  };
}

function encryptionWords(encryption: MachineSummary['encryption']): string {
  if (encryption.kind !== 'azure-disk-encryption') {
    return encryption.kind;
  }
  const pass = encryption.mechanism === 'SinglePass' ? 'single pass' : 'dual pass';
  return `ADE ${pass}, ${encryption.keyEncryptionKey ? 'BEK + KEK' : 'BEK only'}`;
}
