// Azure Backup inside the vaults (@azure/arm-recoveryservicesbackup).

import {
  RecoveryServicesBackupClient,
  type BackupStatusResponse,
  type JobResource,
  type ProtectedItemResource,
  type ProtectionPolicyResource,
} from '@azure/arm-recoveryservicesbackup';
import type { ProtectionStatus } from '../domain/recovery-services.js';
import { nameOf, type ResourceId } from '../domain/resource-id.js';
import type { Clock } from '../clock.js';
import { partsOf, perSubscription } from './arm/addressed-client.js';
import { callAzure, callOrAbsent } from './arm/errors.js';
import { armRawClient } from './arm/raw-client.js';
import { armClientOptions, type Transport } from './arm/transport.js';
import { oneOf } from './arm/unexpected-answer.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './backup/item-names.js';
import { jobFrom } from './backup/job.js';
import { equalities } from './arm/odata-filter.js';
import { policyFrom } from './backup/policy.js';
import { protectedItemFrom } from './backup/protected-item.js';
import { protectionChanges } from './backup/protection-changes.js';
import type { BackupService } from './services.js';

/** The kind of policy and item that is meant, in each list's filter. */
const AZURE_VM = 'AzureIaasVM';

/** The service over the network of `transport`. */
export function createBackupService(transport: Transport): BackupService {
  const clientOf = perSubscription(
    (subscriptionId) =>
      new RecoveryServicesBackupClient(
        transport.credential,
        subscriptionId,
        armClientOptions(transport),
      ),
  );
  const clientFor = (id: ResourceId): RecoveryServicesBackupClient =>
    clientOf(partsOf(id).subscriptionId);
  return {
    ...reads(clientFor, transport.clock),
    ...protectionChanges(clientFor, armRawClient(transport)),
  };
}

type Reads = Omit<BackupService, 'protect' | 'undelete'>;

function reads(clientFor: (id: ResourceId) => RecoveryServicesBackupClient, clock: Clock): Reads {
  return {
    protectionStatus: (vmId, location) => protectionStatus(clientFor(vmId), vmId, location),
    ...policyReads(clientFor),
    ...itemReads(clientFor, clock),
    ...jobReads(clientFor),
  };
}

function policyReads(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
): Pick<Reads, 'policies' | 'policy'> {
  return {
    policies: (vaultId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const filter = equalities({ backupManagementType: AZURE_VM });
      return callAzure({ doing: `list the backup policies of ${name}`, target: vaultId }, () =>
        collect<ProtectionPolicyResource, ReturnType<typeof policyFrom>>(
          clientFor(vaultId).backupPolicies.list(name, resourceGroup, { ...filtered(filter) }),
          policyFrom,
        ),
      );
    },
    policy: async (vaultId, policyName) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const found = await callOrAbsent(
        { doing: `read the backup policy ${policyName} of ${name}`, target: vaultId },
        () => clientFor(vaultId).protectionPolicies.get(name, resourceGroup, policyName),
      );
      return found === undefined ? undefined : policyFrom(found);
    },
  };
}

function itemReads(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
  clock: Clock,
): Pick<Reads, 'items' | 'item'> {
  const itemFrom = (resource: ProtectedItemResource): ReturnType<typeof protectedItemFrom> =>
    protectedItemFrom(resource, clock.now());
  return {
    items: (vaultId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const filter = equalities({ backupManagementType: AZURE_VM, itemType: 'VM' });
      return callAzure({ doing: `list the protected items of ${name}`, target: vaultId }, () =>
        collect(
          clientFor(vaultId).backupProtectedItems.list(name, resourceGroup, filtered(filter)),
          itemFrom,
        ),
      );
    },
    item: async (vaultId, vmId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const found = await callOrAbsent(
        { doing: `read the protected item of ${nameOf(vmId)} in ${name}`, target: vaultId },
        () =>
          clientFor(vaultId).protectedItems.get(
            name,
            resourceGroup,
            FABRIC_NAME,
            containerNameOf(vmId),
            itemNameOf(vmId),
          ),
      );
      return found === undefined ? undefined : itemFrom(found);
    },
  };
}

function jobReads(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
): Pick<Reads, 'jobs' | 'job'> {
  return {
    jobs: (vaultId, filter = {}) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const { status, operation } = filter;
      return callAzure({ doing: `list the backup jobs of ${name}`, target: vaultId }, () =>
        collect<JobResource, ReturnType<typeof jobFrom>>(
          clientFor(vaultId).backupJobs.list(
            name,
            resourceGroup,
            filtered(equalities({ status, operation })),
          ),
          jobFrom,
        ),
      );
    },
    job: async (vaultId, jobId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const found = await callOrAbsent(
        { doing: `read the backup job ${jobId} of ${name}`, target: vaultId },
        () => clientFor(vaultId).jobDetails.get(name, resourceGroup, jobId),
      );
      return found === undefined ? undefined : jobFrom(found);
    },
  };
}

/** BackupStatus_Get: looks in every vault of the region. */
async function protectionStatus(
  client: RecoveryServicesBackupClient,
  vmId: ResourceId,
  location: string,
): Promise<ProtectionStatus> {
  const answer = await callAzure(
    { doing: `look up whether ${nameOf(vmId)} is protected`, target: vmId },
    () => client.backupStatus.get(location, { resourceType: 'VM', resourceId: vmId }),
  );
  return protectionStatusFrom(answer, vmId);
}

const PROTECTION_STATUSES = [
  'NotProtected',
  'Protecting',
  'Protected',
  'ProtectionFailed',
] as const;

function protectionStatusFrom(answer: BackupStatusResponse, vmId: ResourceId): ProtectionStatus {
  const { vaultId, policyName, errorCode, errorMessage } = answer;
  return {
    status: oneOf(PROTECTION_STATUSES, answer.protectionStatus, 'protectionStatus', vmId),
    ...nonEmpty({ vaultId, policyName, errorCode, errorMessage }),
  };
}

function nonEmpty(
  texts: Readonly<
    Record<'vaultId' | 'policyName' | 'errorCode' | 'errorMessage', string | undefined>
  >,
): Partial<Record<keyof typeof texts, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => (text ?? '') !== ''));
}

function filtered(filter: string | undefined): { filter?: string } {
  return filter === undefined ? {} : { filter };
}

/** All pages, without what is not about VMs. */
async function collect<Wire, Ours>(
  pages: AsyncIterable<Wire>,
  convert: (wire: Wire) => Ours,
): Promise<readonly NonNullable<Ours>[]> {
  const found: NonNullable<Ours>[] = [];
  for await (const wire of pages) {
    const converted = convert(wire);
    if (converted !== undefined && converted !== null) {
      found.push(converted);
    }
  }
  return found;
}
