// A policy as Azure writes it, into our words and back (OpenAPI AzureIaaSVMProtectionPolicy; recordings
// policy-create.*, policy-get.*). What has no words here is named, never passed over.

import { z } from 'zod';
import {
  ARCHIVE_UNITS,
  defaultInstantDays,
  type PolicyArchive,
  type PolicyTerms,
} from '../../../domain/backup-policy/policy.js';
import { instantOf, millisecondsOf } from '../../../domain/time/instant.js';
import type { PolicyReading } from '../../services.js';
import { members, readMembers, variants, whole, word } from './members.js';
import { retentionFromWire, retentionParts, retentionToWire, wireRetention } from './retention.js';
import { scheduleFromWire, scheduleToWire, wireSchedule } from './schedule.js';

const noDuration = {
  duration: whole().exactOptional(),
  durationType: word(['Invalid', ...ARCHIVE_UNITS]).exactOptional(),
};

/** Only `TierAfter` has a duration. Recording policy-create.monthly-tiering-rg-prefix. */
const wireArchive = variants(
  z.discriminatedUnion('tieringMode', [
    z.strictObject({
      tieringMode: z.literal('TierAfter'),
      duration: whole(),
      durationType: word(ARCHIVE_UNITS),
    }),
    z.strictObject({ tieringMode: z.literal('TierRecommended'), ...noDuration }),
    z.strictObject({ tieringMode: z.literal('DoNotTier'), ...noDuration }),
  ]),
);

type WireArchive = z.infer<typeof wireArchive>;

const archive = z.codec(wireArchive, z.custom<PolicyArchive>(), {
  decode: (tier): PolicyArchive =>
    tier.tieringMode === 'TierAfter'
      ? { mode: 'after', count: tier.duration, unit: tier.durationType }
      : { mode: tier.tieringMode === 'DoNotTier' ? 'never' : 'recommended' },
  encode: (rule): WireArchive =>
    rule.mode === 'after'
      ? { tieringMode: 'TierAfter', duration: rule.count, durationType: rule.unit }
      : {
          tieringMode: rule.mode === 'never' ? 'DoNotTier' : 'TierRecommended',
          duration: 0,
          durationType: 'Invalid',
        },
});

/** The name of the groups for snapshots; Azure and az show its parts even where they are empty. */
const snapshotGroup = z.codec(
  members({
    azureBackupRGNamePrefix: z.string().exactOptional(),
    azureBackupRGNameSuffix: z.string().exactOptional(),
  }),
  z.custom<Pick<PolicyTerms, 'snapshotGroup'>>(),
  {
    decode: ({ azureBackupRGNamePrefix: prefix = '', azureBackupRGNameSuffix: suffix = '' }) =>
      prefix === '' && suffix === ''
        ? {}
        : { snapshotGroup: { prefix, ...(suffix === '' ? {} : { suffix }) } },
    encode: ({ snapshotGroup: group }) => ({
      ...(group && { azureBackupRGNamePrefix: group.prefix }),
      ...(group?.suffix !== undefined && { azureBackupRGNameSuffix: group.suffix }),
    }),
  },
);

/** The `properties` of a policy, in the order in which Azure shows them. */
const wirePolicy = members({
  /** Policies of file shares and of other workloads have the same form. */
  backupManagementType: word(['AzureIaasVM']).exactOptional(),
  workLoadType: word(['VM']).exactOptional(),
  policyType: word(['V1', 'V2']).exactOptional(),
  instantRPDetails: snapshotGroup.exactOptional(),
  schedulePolicy: wireSchedule,
  retentionPolicy: wireRetention,
  tieringPolicy: members({ ArchivedRP: archive.exactOptional() }).exactOptional(),
  instantRpRetentionRangeInDays: whole().exactOptional(),
  timeZone: z.string().exactOptional(),
  snapshotConsistencyType: word(['OnlyCrashConsistent']).exactOptional(),
  protectedItemsCount: z.unknown().optional(),
});

/** Reads the `properties` of a policy for virtual machines. */
export function policyFromWire(properties: unknown): PolicyReading {
  const { value: wire, problems, unknown } = readMembers(wirePolicy, properties);
  if (wire === undefined) {
    return { problems, unknown };
  }
  const { schedulePolicy, retentionPolicy, tieringPolicy, snapshotConsistencyType } = wire;
  const schedule = scheduleFromWire(schedulePolicy);
  const times = schedule.times.flatMap((text) => timeOf(text) ?? []);
  const policyType = wire.policyType === 'V2' ? 'Enhanced' : 'Standard';
  const [time] = times;
  return {
    terms: {
      policyType,
      timeZone: wire.timeZone ?? 'UTC',
      schedule: { ...schedule, times: times.map((each) => each.time) },
      retention: retentionFromWire(retentionPolicy),
      instantRestoreDays:
        wire.instantRpRetentionRangeInDays ?? defaultInstantDays(schedule.frequency),
      ...(tieringPolicy?.ArchivedRP && { archive: tieringPolicy.ArchivedRP }),
      ...wire.instantRPDetails,
      ...(snapshotConsistencyType && { snapshotConsistency: snapshotConsistencyType }),
    },
    problems: [],
    unknown: [...unknown, ...withoutWords(wire, schedule.times)],
    ...(time && { timesDate: time.date }),
  };
}

/** Members that are read but lay down something for which there are no words here. */
function withoutWords(
  { schedulePolicy, retentionPolicy }: z.infer<typeof wirePolicy>,
  times: readonly string[],
): readonly string[] {
  const weekly =
    'scheduleWeeklyFrequency' in schedulePolicy && schedulePolicy.scheduleWeeklyFrequency;
  const others = retentionParts(retentionPolicy).filter(
    (part) => part.times.length > 0 && timesOfDay(part.times) !== timesOfDay(times),
  );
  return [
    ...(weekly ? ['schedulePolicy.scheduleWeeklyFrequency'] : []),
    ...others.map(
      ({ name }) =>
        `retentionPolicy.${name}.retentionTimes, which are not the times of the backups`,
    ),
    ...(times.every(timeOf) ? [] : ['schedulePolicy: a time that is not a full minute']),
  ];
}

function timesOfDay(times: readonly string[]): string {
  return times.map((text) => timeOf(text)?.time ?? text).join(' ');
}

/** RFC 3339 with its zone: what has none would be read in the zone of this computer. */
const WIRE_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;

/** Day and time of day of a wire time; undefined when it is none, or has seconds. */
function timeOf(text: string): { readonly date: string; readonly time: string } | undefined {
  if (!WIRE_TIME.test(text)) {
    return undefined;
  }
  const instant = instantOf(millisecondsOf(text));
  return instant.endsWith(':00Z')
    ? { date: instant.slice(0, 10), time: instant.slice(11, 16) }
    : undefined;
}

/**
 * The `properties` that make Azure keep a policy (OpenAPI ProtectionPolicies_CreateOrUpdate).
 * @param date `yyyy-mm-dd` for its times: Azure takes whole dates and looks at the time of day alone
 */
export function policyToWire(terms: PolicyTerms, date: string): Record<string, unknown> {
  const times = terms.schedule.times.map((time) => `${date}T${time}:00Z`);
  const { archive: rule, snapshotConsistency } = terms;
  return z.encode(wirePolicy, {
    backupManagementType: 'AzureIaasVM',
    ...(terms.policyType === 'Enhanced' ? { policyType: 'V2' } : {}),
    instantRPDetails: terms,
    schedulePolicy: scheduleToWire(terms, times),
    retentionPolicy: retentionToWire(terms.retention, times),
    ...(rule && { tieringPolicy: { ArchivedRP: rule } }),
    instantRpRetentionRangeInDays: terms.instantRestoreDays,
    timeZone: terms.timeZone,
    ...(snapshotConsistency && { snapshotConsistencyType: snapshotConsistency }),
  });
}
