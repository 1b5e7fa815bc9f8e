// What our words must say, given Azure's: one comparison for each kind of thing.
import { expect } from 'vitest';

/** Recorded JSON, and our own result; the assertions are the check. */
// oxlint-disable-next-line typescript/no-explicit-any -- recorded bodies have as many shapes as there are operations
export type Raw = any;

/** A date of the wire as our instants: whole seconds, and nothing for "not yet". */
function instant(time: string | undefined): string | undefined {
  return time === undefined || /^(?:0001|2001)/u.test(time)
    ? undefined
    : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** A protected item against its recorded body. */
export function checkItem(item: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(item).toMatchObject({
    id: raw.id,
    vaultId: wire.vaultId.replace('https://management.azure.com', ''),
    sourceResourceId: wire.sourceResourceId,
    friendlyName: wire.friendlyName,
    protectionState: wire.protectionState,
  });
  expect(item.policyId).toBe(nonEmpty(wire.policyId));
  expect(item.policyName).toBe(nonEmpty(wire.policyName));
  expect(item.lastBackupStatus).toBe(nonEmpty(wire.lastBackupStatus));
  expect(item.lastBackupTime).toBe(instant(wire.lastBackupTime));
  expect(item.lastRecoveryPoint).toBe(instant(wire.lastRecoveryPoint));
  expect(item.health.map((health: Raw) => health.code)).toEqual(
    (wire.healthDetails ?? []).map((health: Raw) => health.code),
  );
  expect(item.softDelete?.deletedAt).toBe(
    wire.isScheduledForDeferredDelete === true ? instant(wire.deferredDeleteTimeInUTC) : undefined,
  );
}

/** A job against its recorded body. */
export function checkJob(job: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(job).toMatchObject({
    jobId: raw.name,
    operation: wire.operation,
    status: wire.status,
    vmName: wire.entityFriendlyName,
    startTime: instant(wire.startTime),
  });
  expect(job.endTime).toBe(instant(wire.endTime));
  expect(job.durationSeconds).toBeGreaterThanOrEqual(0);
  expect(job.percent).toBe(wire.extendedInfo?.progressPercentage);
  expect(job.tasks.map(({ name, status }: Raw) => [name, status])).toEqual(
    (wire.extendedInfo?.tasksList ?? []).map((task: Raw) => [task.taskId, task.status]),
  );
}

/** A backup policy against its recorded body. */
export function checkPolicy(policy: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(policy).toMatchObject({
    id: raw.id,
    name: raw.name,
    policyType: wire.policyType === 'V2' ? 'Enhanced' : 'Standard',
    timeZone: wire.timeZone,
    instantRestoreDays: wire.instantRpRetentionRangeInDays,
    protectedItemsCount: wire.protectedItemsCount,
  });
  const { schedulePolicy, retentionPolicy } = wire;
  const times =
    schedulePolicy.scheduleRunTimes ??
    [schedulePolicy.hourlySchedule?.scheduleWindowStartTime].filter(Boolean);
  expect(policy.schedule.frequency).toBe(schedulePolicy.scheduleRunFrequency);
  expect(policy.schedule.times).toEqual(times.map((time: string) => time.slice(11, 16)));
  expect(policy.schedule.everyHours).toBe(schedulePolicy.hourlySchedule?.interval);
  expect(policy.retention.daily?.days).toBe(retentionPolicy.dailySchedule?.retentionDuration.count);
  expect(policy.retention.monthly?.months).toBe(
    retentionPolicy.monthlySchedule?.retentionDuration.count,
  );
}

/** A Recovery Services vault against its recorded body. */
export function checkVault(vault: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(vault).toMatchObject({
    id: raw.id,
    name: raw.name,
    location: raw.location,
    provisioningState: wire.provisioningState,
  });
  expect(vault.redundancy).toBe(wire.redundancySettings?.standardTierStorageRedundancy);
  expect(vault.immutability).toBe(wire.securitySettings?.immutabilitySettings?.state);
  expect(vault.softDelete?.state).toBe(wire.securitySettings?.softDeleteSettings?.softDeleteState);
  expect(vault.customerKeyUrl).toBe(wire.encryption?.keyVaultProperties?.keyUri);
  const identities = [
    raw.identity?.principalId,
    ...Object.values(raw.identity?.userAssignedIdentities ?? {}).map((one: Raw) => one.principalId),
  ];
  expect(vault.identityPrincipalIds).toEqual(identities.filter(Boolean));
}

/** A virtual machine against its recorded body. */
export function checkMachine(vm: Raw, raw: Raw): void {
  const { storageProfile, instanceView, hardwareProfile, provisioningState } = raw.properties;
  expect(vm).toMatchObject({
    id: raw.id,
    name: raw.name,
    location: raw.location,
    size: hardwareProfile.vmSize,
    osType: storageProfile.osDisk.osType,
    provisioningState,
    securityType: 'Standard',
  });
  expect(vm.disks.map((disk: Raw) => disk.name)).toEqual([
    storageProfile.osDisk.name,
    ...(storageProfile.dataDisks ?? []).map((disk: Raw) => disk.name),
  ]);
  const extensions = raw.resources ?? [];
  expect(vm.extensions.map(({ type, settings }: Raw) => ({ type, settings }))).toEqual(
    extensions.map(({ properties }: Raw) => ({
      type: properties.type,
      settings: properties.settings ?? {},
    })),
  );
  expect(vm.modelEncryption).toBeUndefined();
  checkInstanceView(vm.instanceView, instanceView);
}

function checkInstanceView(view: Raw, wire: Raw): void {
  if (wire === undefined) {
    expect(view).toBeUndefined();
    return;
  }
  expect(view.agent?.version).toBe(wire.vmAgent?.vmAgentVersion);
  expect(view.agent?.displayStatus).toBe(wire.vmAgent?.statuses[0].displayStatus);
  expect(view.disks.map(({ name, statusCodes }: Raw) => [name, statusCodes])).toEqual(
    wire.disks.map((disk: Raw) => [disk.name, disk.statuses.map((status: Raw) => status.code)]),
  );
  const secrets = (disk: Raw): Raw =>
    disk.encryptionSettings?.map((settings: Raw) => settings.diskEncryptionKey.secretUrl) ?? [];
  expect(
    view.disks.map((disk: Raw) => disk.encryptionSettings.map((one: Raw) => one.secretUrl)),
  ).toEqual(wire.disks.map(secrets));
  expect(view.extensions.map((extension: Raw) => extension.typeHandlerVersion)).toEqual(
    (wire.extensions ?? []).map((extension: Raw) => extension.typeHandlerVersion),
  );
}

/** A key vault against its recorded body. */
export function checkKeyVault(vault: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(vault).toMatchObject({
    id: raw.id,
    name: raw.name,
    location: raw.location,
    tenantId: wire.tenantId,
    vaultUrl: wire.vaultUri.replace(/\/$/u, ''),
    permissionModel: wire.enableRbacAuthorization === true ? 'rbac' : 'access-policies',
    enabledForDiskEncryption: wire.enabledForDiskEncryption === true,
    softDelete: wire.enableSoftDelete === true,
    purgeProtection: wire.enablePurgeProtection === true,
  });
  expect(vault.network.defaultAction).toBe(wire.networkAcls?.defaultAction ?? 'Allow');
  expect(vault.accessPolicies).toHaveLength((wire.accessPolicies ?? []).length);
  for (const [index, policy] of vault.accessPolicies.entries()) {
    const words = wire.accessPolicies[index].permissions.keys ?? [];
    expect(policy.keys).toEqual(words.map((word: string) => word.toLowerCase()));
  }
}

/** A role definition against its recorded body. */
export function checkDefinition(definition: Raw, raw: Raw): void {
  const wire = raw.properties;
  expect(definition).toMatchObject({
    id: raw.id,
    name: raw.name,
    roleName: wire.roleName,
    custom: wire.type === 'CustomRole',
    assignableScopes: wire.assignableScopes,
  });
  expect(definition.permissions.map((permission: Raw) => permission.dataActions)).toEqual(
    wire.permissions.map((permission: Raw) => permission.dataActions ?? []),
  );
}
