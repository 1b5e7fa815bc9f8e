// `azbackup recovery-points show POINT`: one point in full, without what the vault keeps of its keys.

import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { instantOf, type Instant } from '../../domain/time/instant.js';
import type { RecoveryPoint, RecoveryPointKey } from '../../domain/recovery/recovery-point.js';
import type { RecoveryPointDocument, RecoveryPointItem } from './show.result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader } from '../../facts/fact-reader.js';
import { findItems, type ItemTarget } from '../../facts/choose-items.js';
import { resourceDocument } from '../results/machines.js';
import { findPoint, parsePoint, pointNotFound } from './choose.js';
import { pointFields } from './report.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { RecoveryPointsShowOptions } from './show.command.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  options: RecoveryPointsShowOptions,
): Promise<CommandResult<RecoveryPointDocument>> {
  return untilAborted(context.signal, show(context, options));
}

async function show(
  context: CommandContext,
  options: RecoveryPointsShowOptions,
): Promise<CommandResult<RecoveryPointDocument>> {
  const now = instantOf(context.clock.now());
  const wanted = parsePoint(options.point, now);
  const reader = createFactReader(context.services);
  const [target] = await findItems(context, reader, { ...options, vm: [options.vm] });
  const point = target === undefined ? undefined : await findPoint(context, target, wanted);
  if (target === undefined || point === undefined) {
    throw pointNotFound(options, wanted);
  }
  const item = itemOf(target, point, now);
  const document: RecoveryPointDocument = {
    kind: 'recovery-point',
    schemaVersion: 1,
    items: [item],
    summary: { total: 1 },
  };
  context.itemFinished(item);
  return { document, exit: 'done' };
}

function itemOf(
  { item, vault }: ItemTarget,
  point: RecoveryPoint,
  now: Instant,
): RecoveryPointItem {
  const { disks, archiveReadiness, encryption } = point;
  return {
    vm: resourceDocument(item.sourceResourceId, item.friendlyName),
    outcome: 'found',
    vault: resourceDocument(vault.id, vault.name),
    policy: item.policyName ?? null,
    protectionState: item.protectionState,
    ...pointFields(point, now),
    osType: point.osType ?? null,
    vmSize: point.vmSize ?? null,
    managedDisks: point.managedDisks ?? null,
    securityType: point.securityType ?? null,
    zones: [...point.zones],
    disks:
      disks === undefined
        ? null
        : {
            included: disks.included.map((disk) => ({ ...disk })),
            excluded: disks.excluded.map((disk) => ({ ...disk })),
            includedCount: disks.includedCount ?? null,
            attachedCount: disks.attachedCount ?? null,
          },
    archiveReadiness: archiveReadiness === undefined ? null : { ...archiveReadiness },
    encrypted: point.encrypted,
    encryption:
      encryption === undefined
        ? null
        : {
            mechanism: encryption.mechanism ?? null,
            secret: keyOf(encryption.secret),
            key: keyOf(encryption.key),
          },
  };
}

function keyOf(
  key: RecoveryPointKey | undefined,
): NonNullable<RecoveryPointItem['encryption']>['key'] {
  return key === undefined
    ? null
    : {
        url: key.url,
        keyVault: resourceDocument(key.keyVaultId ?? '', vaultNameOf(key.url)),
        name: key.name,
        version: key.version ?? null,
        backedUp: key.backedUp,
      };
}
