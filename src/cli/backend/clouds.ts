// Which cloud: one of the table by its name, one that a file describes, or one that tells of itself.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CloudAccess } from '../../commands/cloud/access.js';
import { decodeText } from '../../domain/text/text-encoding.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { Cloud } from '../../services/arm/clouds.js';
import type { Transport } from '../../services/arm/transport/transport.js';

/** True for what names a file rather than a cloud. */
export function isCloudFile(name: string): boolean {
  return /[./\\]/u.test(name);
}

/**
 * The cloud that a name or a file stands for.
 * @param cwd where a relative file is looked for
 * @throws AzbackupError `AZB_CLOUD_UNKNOWN`, `AZB_CLOUD_FILE_UNREADABLE`, `AZB_CLOUD_FILE_INVALID` (2)
 */
export async function chooseCloud(name: string, cwd: string): Promise<Cloud> {
  const { CLOUDS, findCloud, parseCustomCloud } = await import('../../services/arm/clouds.js');
  const known = findCloud(name);
  if (known !== undefined) {
    return known;
  }
  if (!isCloudFile(name)) {
    throw usageError('AZB_CLOUD_UNKNOWN', `no cloud named ${name}`, {
      target: name,
      causes: [`available: ${Object.keys(CLOUDS).join(', ')}, or a JSON file`],
    });
  }
  const file = path.resolve(cwd, name);
  try {
    return parseCustomCloud(decodeText(await readFile(file)), file);
  } catch (error) {
    throw error instanceof AzbackupError
      ? error
      : usageError('AZB_CLOUD_FILE_UNREADABLE', `cloud file ${file} cannot be read`, {
          target: file,
          causes: [error instanceof Error ? error.message : String(error)],
        });
  }
}

/** What commands see of clouds. */
export function cloudAccess(
  cwd: string,
  transport: () => Promise<Omit<Transport, 'credential'>>,
): CloudAccess {
  return {
    builtIn: async () => Object.values((await import('../../services/arm/clouds.js')).CLOUDS),
    find: (name) => chooseCloud(name, cwd),
    fromMetadata: async (url) => {
      const { cloudFromMetadata } = await import('../../services/arm/cloud-metadata.js');
      return cloudFromMetadata(await transport(), url);
    },
  };
}
