// A recovery point from the SDK's model to ours (RecoveryPoints_List, RecoveryPoints_Get). With an encrypted
// point Azure hands out backups of its key and secret; they are looked at here and go no further.
// Azure writes null for some fields of which the SDK's types know only that they may be missing.

import type {
  BEKDetails,
  IaasVMRecoveryPoint,
  KEKDetails,
  RecoveryPointDiskConfiguration,
  RecoveryPointResource,
  RecoveryPointTierInformationV2,
} from '@azure/arm-recoveryservicesbackup';
import { instantOf, millisecondsOf, type Instant } from '../../domain/time/instant.js';
import { parseKeyVaultUrl } from '../../domain/keys/key-vault-url.js';
import type {
  RecoveryPoint,
  RecoveryPointKey,
  RecoveryPointTier,
  RecoveryPointTierName,
} from '../../domain/recovery/recovery-point.js';
import { nameOf } from '../../domain/resource-id.js';
import { required } from '../arm/unexpected-response.js';
import { instantFrom } from '../arm/wire-time.js';
import { threatFrom } from './recovery-point-threat.js';

const TIERS: Readonly<Record<string, RecoveryPointTierName>> = {
  InstantRP: 'snapshot',
  HardenedRP: 'vault',
  ArchivedRP: 'archive',
};

/** The point in our words; undefined when it is not of a VM. Throws `AZB_UNEXPECTED_RESPONSE`. */
export function recoveryPointFrom(resource: RecoveryPointResource): RecoveryPoint | undefined {
  const name = required(resource.name, 'name', 'a recovery point');
  const properties = required(resource.properties, 'properties', name);
  if (!isVmPoint(properties)) {
    return undefined;
  }
  const disks = properties.recoveryPointDiskConfiguration ?? undefined;
  return {
    name,
    time: required(instantFrom(properties.recoveryPointTime), 'recoveryPointTime', name),
    consistency: required(properties.recoveryPointType, 'recoveryPointType', name),
    tiers: (properties.recoveryPointTierDetails ?? []).flatMap((tier) => tiersFrom(tier)),
    ...lifeOf(properties),
    encrypted: properties.isSourceVMEncrypted === true,
    ...encryptionOf(properties),
    ...machineOf(properties),
    zones: properties.zones ?? [],
    ...(disks === undefined ? {} : { disks: disksFrom(disks) }),
    ...archiveReadinessOf(properties),
    ...threatFrom(properties),
  };
}

/** True when the point is of a virtual machine. */
export function isVmPoint(
  properties: NonNullable<RecoveryPointResource['properties']>,
): properties is IaasVMRecoveryPoint {
  return properties.objectType === 'IaasVMRecoveryPoint';
}

/** A tier called `Invalid` says nothing. */
function tiersFrom({ type, status }: RecoveryPointTierInformationV2): RecoveryPointTier[] {
  const tier = TIERS[type ?? ''];
  return tier === undefined ? [] : [{ tier, status: status ?? 'Invalid' }];
}

function lifeOf({
  recoveryPointProperties: life,
}: IaasVMRecoveryPoint): Pick<RecoveryPoint, 'expiryTime' | 'ruleName' | 'softDeleted'> {
  const expiryTime = expiryFrom(life?.expiryTime);
  const ruleName = life?.ruleName ?? '';
  return {
    ...(expiryTime === undefined ? {} : { expiryTime }),
    ...(ruleName === '' ? {} : { ruleName }),
    softDeleted: life?.isSoftDeleted === true,
  };
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?<zone>Z|[+-]\d{2}:\d{2})?$/u;

/** The specification calls it a text; without a zone it is UTC, as Azure Backup's other times. */
function expiryFrom(text: string | undefined): Instant | undefined {
  const found = ISO_TIME.exec(text ?? '');
  if (found === null) {
    return undefined;
  }
  const zone = found.groups?.['zone'] === undefined ? 'Z' : '';
  return instantOf(millisecondsOf(`${found[0]}${zone}`));
}

/** What is missing, or a word that nobody knows, loses no point: which disks it has matters more. */
function encryptionOf({
  isSourceVMEncrypted,
  keyAndSecret,
}: IaasVMRecoveryPoint): Pick<RecoveryPoint, 'encryption'> {
  const found = keyAndSecret ?? undefined;
  if (isSourceVMEncrypted !== true || found === undefined) {
    return {};
  }
  const mechanism = found.encryptionMechanism ?? '';
  const secret = secretFrom(found.bekDetails);
  const key = keyFrom(found.kekDetails);
  return {
    encryption: {
      ...(mechanism === '' ? {} : { mechanism }),
      ...(secret === undefined ? {} : { secret }),
      ...(key === undefined ? {} : { key }),
    },
  };
}

function secretFrom(details: BEKDetails | undefined): RecoveryPointKey | undefined {
  const url = details?.secretUrl ?? '';
  return url === '' ? undefined : reference(url, details?.secretVaultId, details?.secretData);
}

/** Machines without a KEK have no details of one, or empty ones. */
function keyFrom(details: KEKDetails | undefined): RecoveryPointKey | undefined {
  const url = details?.keyUrl ?? '';
  return url === '' ? undefined : reference(url, details?.keyVaultId, details?.keyBackupData);
}

/** Of `backup` only that there is one. */
function reference(
  url: string,
  keyVaultId: string | undefined,
  backup: string | undefined,
): RecoveryPointKey {
  const parsed = parseKeyVaultUrl(url);
  return {
    url,
    ...((keyVaultId ?? '') === '' ? {} : { keyVaultId: keyVaultId ?? '' }),
    name: parsed?.name ?? nameOf(url),
    ...(parsed?.version === undefined ? {} : { version: parsed.version }),
    backedUp: (backup ?? '') !== '',
  };
}

type MachinePart = Pick<
  RecoveryPoint,
  'osType' | 'vmSize' | 'managedDisks' | 'securityType' | 'privateDisks'
>;

function machineOf(properties: IaasVMRecoveryPoint): MachinePart {
  const osType = properties.osType ?? '';
  const vmSize = properties.virtualMachineSize ?? '';
  const managedDisks = properties.isManagedVirtualMachine ?? undefined;
  const securityType = properties.securityType ?? '';
  const privateDisks = properties.isPrivateAccessEnabledOnAnyDisk ?? undefined;
  return {
    ...(osType === '' ? {} : { osType }),
    ...(vmSize === '' ? {} : { vmSize }),
    ...(managedDisks === undefined ? {} : { managedDisks }),
    ...(securityType === '' ? {} : { securityType }),
    // Most points have none: only what is said to be so is told.
    ...(privateDisks === true ? { privateDisks } : {}),
  };
}

type Disks = NonNullable<RecoveryPoint['disks']>;

/** Lists say how many disks there are; the answer about one point also says which (recorded). */
function disksFrom(configuration: RecoveryPointDiskConfiguration): Disks {
  const includedCount = configuration.numberOfDisksIncludedInBackup ?? undefined;
  const attachedCount = configuration.numberOfDisksAttachedToVm ?? undefined;
  return {
    included: namedDisks(configuration.includedDiskList),
    excluded: namedDisks(configuration.excludedDiskList),
    ...(includedCount === undefined ? {} : { includedCount }),
    ...(attachedCount === undefined ? {} : { attachedCount }),
  };
}

function namedDisks(list: RecoveryPointDiskConfiguration['includedDiskList']): Disks['included'] {
  return (list ?? []).flatMap(({ lun, name }) =>
    lun === undefined ? [] : [{ lun, name: name ?? '' }],
  );
}

function archiveReadinessOf({
  recoveryPointMoveReadinessInfo: readiness,
}: IaasVMRecoveryPoint): Pick<RecoveryPoint, 'archiveReadiness'> {
  const archive = readiness?.['ArchivedRP'];
  const ready = archive?.isReadyForMove ?? undefined;
  return ready === undefined
    ? {}
    : { archiveReadiness: { ready, reason: archive?.additionalInfo ?? '' } };
}
