// The threat status of a recovery point. It is told by newer versions of the API than that of the SDK, whose types do not
// have it: its client hands out what it does not know as it came.

import { z } from 'zod';
import type { RecoveryServicesBackupClient } from '@azure/arm-recoveryservicesbackup';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { pointThreat, type ReportedThreat } from '../../domain/recovery/threat.js';
import type { ResourceId } from '../../domain/resource-id.js';
import { azureCodeOf } from '../arm/errors.js';

/** The first stable version whose published answers have it; az asks by it, too. */
export const THREATS_API_VERSION = '2026-07-01';

const word = z.string().min(1).optional().catch(undefined);
const threatSchema = z.object({ threatTitle: word, threatSeverity: word, threatState: word });
const toldSchema = z.object({
  threatStatus: word,
  threatInfo: z.array(threatSchema).optional().catch(undefined),
});

/** What a point's properties tell; empty where they tell nothing. */
export function threatFrom(properties: unknown): Pick<RecoveryPoint, 'threat'> {
  const { threatStatus, threatInfo = [] } = toldSchema.catch({}).parse(properties);
  if (threatStatus === undefined && threatInfo.length === 0) {
    return {};
  }
  const threats = threatInfo.map(
    ({ threatTitle, threatSeverity, threatState }): ReportedThreat => ({
      title: threatTitle ?? 'a threat without a title',
      ...(threatSeverity === undefined ? {} : { severity: threatSeverity }),
      ...(threatState === undefined ? {} : { state: threatState }),
    }),
  );
  return { threat: pointThreat(threatStatus ?? '', threats) };
}

type ClientFor = (id: ResourceId) => RecoveryServicesBackupClient;

/** Reads something with a client of the newest version that is served. */
export type VersionedRead = <T>(
  id: ResourceId,
  read: (client: RecoveryServicesBackupClient) => Promise<T>,
) => Promise<T>;

/** Reads by the version that tells of threats, and by the other where a cloud does not serve it. */
export function newestServed(newer: ClientFor, older: ClientFor): VersionedRead {
  let isServed = true;
  return async (id, read) => {
    if (!isServed) {
      return read(older(id));
    }
    try {
      return await read(newer(id));
    } catch (error) {
      if (!UNSERVED.has(azureCodeOf(error) ?? '')) {
        throw error;
      }
      isServed = false;
      return read(older(id));
    }
  };
}

/** How Resource Manager refuses an api-version ("Resolve errors for resource provider registration", "Invalid type"). */
const UNSERVED: ReadonlySet<string> = new Set([
  'InvalidApiVersionParameter',
  'InvalidResourceType',
  'NoRegisteredProviderFound',
]);
