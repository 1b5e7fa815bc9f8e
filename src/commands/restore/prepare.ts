// Everything about a restore that is decided before anything is changed: the point, the places, key and
// secret, what earlier runs have done, what speaks against it.

import { sameRegion } from '../../domain/region.js';
import { hasDataDisks } from '../../domain/recovery/disks-of-point.js';
import type { RestoreRequest } from '../../domain/recovery/restore-request.js';
import type { StorageAccount } from '../../domain/storage-account.js';
import { osTypeNamed, type VirtualMachine } from '../../domain/virtual-machine.js';
import { groupIdOf } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { awaitsCopies } from '../keys/plan.js';
import { notesBefore } from './notes.js';
import { planRestore, type MachineGoal, type RestoreDone, type RestoreGoal } from './plan.js';
import type { KeyStep } from '../keys/step.js';
import type { RestoreStep } from './steps/step.js';
import { DOCS } from '../../preflight/documentation.js';
import { forbiddenGoal, forbiddenPlace } from './rules.js';
import { choosePlaces, refuse, type PlannedPlaces, type Places } from './target/places.js';
import type { CommandContext } from '../context.js';
import type { EarlierRestore } from './resume/earlier-restores.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { valueOf } from '../../domain/fact.js';
import { findItems, type ItemTarget } from '../../facts/choose-items.js';
import type { Intent } from '../../steps/intents/intent.js';
import type { JobReader } from '../../steps/job-watch/reader.js';
import { requestOf, requireApproval } from './request.js';
import { rightsObstacle } from './rights.js';
import { restoreDone } from './resume/resume.js';
import type { KeyChoice } from './keys.js';
import {
  adeObstacle,
  azureObstacle,
  applyOverrides,
  stagingObstacle,
  type RestoreObstacle,
} from './decide.js';
import type { RestoreOptions } from './options.js';
import type { RestorePoint } from './source/point.js';
import { sizeObstacle, type SizeRequest } from './target/machine-size.js';
import { lacksSettings, type AdePass } from './steps/settings.js';
import { traitsOfSource, type SourceTraits } from './source/source-traits.js';
import { findSubject, type RestoreSubjectFacts } from './source/source.js';
import {
  adeRunOf,
  encryptedVolumes,
  refuseUnknownVolumes,
  type AdeRunQuestion,
} from './source/ade-run.js';
import { untoldKeys } from './source/keys-of-point.js';
import { chooseVolumeKeys, type VolumeKeyChoice } from './source/volume-keys.js';
import { decidePass, mayDisksTell, refuseUnknownPass } from './source/pass.js';
import {
  findCopies,
  refuseOtherGeography,
  secondaryRegionOf,
} from './source/secondary-region-context.js';

/** A restore, decided. */
export interface PreparedRestore {
  readonly target: ItemTarget;
  readonly chosen: RestorePoint;
  readonly account: StorageAccount;
  readonly request: RestoreRequest;
  /** Absent where disks alone are restored. */
  readonly machine?: MachineGoal;
  /** Absent for machines without ADE. */
  readonly keys?: KeyChoice;
  readonly pass: AdePass;
  /** True where the new machine's own model must name key and secret: dual pass, where the disks may not. */
  readonly modelSettings: boolean;
  /** What an earlier run has left to be continued. */
  readonly earlier?: EarlierRestore;
  /** A request of an earlier run, to be traced before another is sent. */
  readonly pending?: Intent;
  readonly steps: readonly (RestoreStep | KeyStep)[];
  /** True where only the restored disks tell what else is to be done: then their restore is the only step. */
  readonly undecided: boolean;
  /** Worth knowing; sentences without a full stop. */
  readonly notes: readonly string[];
  /** The same of the keys of data volumes, until the restored disks are looked at. */
  readonly volumeNotes: readonly string[];
}

/**
 * Reads and decides. Nothing is changed.
 * @throws AzbackupError for everything that forbids the restore; `AZB_RESTORE_FORBIDDEN` (5) names a rule of
 * Azure's, and is thrown for goals before anything is read
 * @param planned places that are not there yet, to look ahead
 */
export async function prepareRestore(
  context: CommandContext,
  jobs: JobReader,
  options: RestoreOptions,
  planned?: PlannedPlaces,
): Promise<PreparedRestore> {
  refuse(forbiddenGoal(options.to, options.vm), options.vm);
  const reader = createFactReader(context.services);
  const [target] = await (options.secondaryRegion
    ? findCopies(context, reader, options)
    : findItems(context, reader, { ...options, vm: [options.vm] }));
  if (target === undefined) {
    throw new RangeError('a named VM has an item or an error');
  }
  refuseSoftDeleted(target);
  const location = options.secondaryRegion
    ? await secondaryRegionOf(context, target.vault)
    : target.vault.location;
  const places = await choosePlaces(context, target, { location, planned }, options);
  const { machineId } = places;
  const subject = await findSubject(
    context,
    {
      reader,
      jobs,
      target,
      account: places.staging.account,
      group: places.group,
      location: places.place.location,
      ...(machineId === undefined ? {} : { machineId }),
    },
    options,
  );
  refuseZone(target, subject, options);
  refuseOtherGeography(options.vm, subject.chosen.point.encrypted, {
    location: target.vault.location,
    secondary: location,
  });
  return decide(context, { reader, target, places, subject, planned }, options);
}

function refuseSoftDeleted({ item, vault }: ItemTarget): void {
  if (item.softDelete !== undefined) {
    const { friendlyName: vm } = item;
    throw new AzbackupError({
      code: 'AZB_ITEM_SOFT_DELETED',
      kind: 'blocked',
      message: `the backup of ${vm} is soft-deleted, so it cannot be restored`,
      target: item.id,
      causes: ['"Soft delete for virtual machines": undelete a deleted item before restoring it'],
      fix: [`azbackup undelete --vm ${vm} --vault ${vault.name}`],
      docs: DOCS.softDelete,
    });
  }
}

function refuseZone(
  { item }: ItemTarget,
  { chosen: { point } }: RestoreSubjectFacts,
  { vm, zone }: RestoreOptions,
): void {
  const { encrypted, zones } = point;
  refuse(forbiddenPlace({ vm, zone }, { vmId: item.sourceResourceId, encrypted, zones }), vm);
}

interface Gathered {
  readonly reader: FactReader;
  readonly target: ItemTarget;
  readonly places: Places;
  readonly subject: RestoreSubjectFacts;
  readonly planned: PlannedPlaces | undefined;
}

interface WhatIsThere {
  readonly pass: AdePass;
  readonly source: VirtualMachine | undefined;
  readonly traits: SourceTraits;
  readonly done: RestoreDone;
  readonly volumes: VolumeKeyChoice;
}

/** How the disks are encrypted, what the original machine tells, and how far earlier runs have come. */
async function whatIsThere(
  context: CommandContext,
  { reader, places, subject }: Gathered,
  { vmId, location, point: name }: RestoreRequest,
  options: RestoreOptions,
): Promise<WhatIsThere> {
  const { earlier, built, keys } = subject;
  const { point } = subject.chosen;
  const [pass, found] = await Promise.all([
    decidePass(reader, { point, vmId, earlier, built, wanted: options.adePass }),
    reader.machine(vmId),
  ]);
  const source = valueOf(found);
  const restoresKeys = options.keys !== 'never' && options.sparesOriginals !== true;
  const [volumes, traits, done] = await Promise.all([
    chooseVolumeKeys(reader, {
      point,
      vmId,
      location,
      pass,
      keys,
      earlier,
      source,
      restoresKeys,
    }),
    traitsOfSource({ context, reader }, source, options, {
      groupId: places.group.id,
      location: places.place.location,
      zones: point.zones,
    }),
    restoreDone(context, {
      subject,
      machineId: places.machineId,
      account: places.staging.account,
      point: name,
      keepsTemplate: options.to === 'disks',
    }),
  ]);
  return { pass, source, traits, done, volumes };
}

async function decide(
  context: CommandContext,
  gathered: Gathered,
  options: RestoreOptions,
): Promise<PreparedRestore> {
  const { reader, target, places, subject } = gathered;
  const { chosen, keys, earlier } = subject;
  const { account } = places.staging;
  const request = requestOf(
    {
      target,
      chosen,
      location: places.place.location,
      storageAccountId: account.id,
      groupId: places.group.id,
    },
    options,
  );
  const { vmId } = request;
  const { point } = chosen;
  const there = await whatIsThere(context, gathered, request, options);
  const { pass, source, traits, done, volumes } = there;
  const ade = adeQuestion(gathered, source, pass, options);
  const machine = machineGoal(gathered, { source, traits, ade }, options);
  const question = { vmId, account, chosen, earlier, pass };
  const setsEncryption =
    keys !== undefined && (await lacksSettings(context, reader, { ...question, keys }));
  const undecided = isUndecided(subject, there);
  if (!undecided && (machine !== undefined || setsEncryption)) {
    refuseUnknownPass(pass, options.vm, point);
  }
  if (!done.extension) {
    refuseUnknownVolumes(machine?.ade, options.vm);
  }
  const keepsStaging = options.keepStaging || undecided;
  const steps = planRestore({
    request,
    keepsStaging,
    done,
    ...(undecided
      ? NOTHING_ELSE
      : stepsAfterDisks(machine, { keys, volumes }, setsEncryption && pass === 'single')),
  });
  const untold = untoldKeys(subject, undecided || done.machine, options.vm);
  await refuseUnfit(
    context,
    gathered,
    { pass, request, machine, steps, undecided, untold },
    options,
  );
  return {
    target,
    chosen,
    account,
    request,
    pass,
    modelSettings: setsEncryption && pass === 'dual',
    steps,
    undecided,
    notes: notesBefore(subject, { ...there, undecided, ade }, options),
    volumeNotes: volumes.notes,
    ...(machine === undefined ? {} : { machine }),
    ...(keys === undefined ? {} : { keys }),
    ...leftBehind(subject),
  };
}

/** What speaks against the steps, before any of them is taken. */
async function refuseUnfit(
  context: CommandContext,
  gathered: Gathered,
  {
    steps,
    undecided,
    ...judged
  }: Omit<Judged, 'rights' | 'starts' | 'builds'> & Pick<PreparedRestore, 'steps' | 'undecided'>,
  options: RestoreOptions,
): Promise<void> {
  const { reader, target } = gathered;
  // What an earlier run has asked for is traced first, and Azure judges what it is asked.
  const starts = gathered.subject.pending === undefined && startsRestore(steps);
  const asksVault = starts && !options.secondaryRegion;
  if (asksVault) {
    await requireApproval(context, reader, target, options.resourceGuardRequest);
  }
  const rights = asksVault
    ? await rightsObstacle(reader, target, async () => (await context.services.roles()).callerId())
    : undefined;
  const builds = undecided || steps.some(({ kind }) => kind === 'create-machine');
  await checkRestore(context, gathered, { ...judged, rights, starts, builds }, options);
}

/** What earlier runs have left to be continued, or to be traced. */
function leftBehind({
  earlier,
  pending,
}: RestoreSubjectFacts): Pick<PreparedRestore, 'earlier' | 'pending'> {
  return {
    ...(earlier === undefined ? {} : { earlier }),
    ...(pending === undefined ? {} : { pending }),
  };
}

const NOTHING_ELSE = { keySteps: [], keysFollowDisks: false, setsEncryption: false } as const;

function stepsAfterDisks(
  machine: MachineGoal | undefined,
  { keys, volumes }: { readonly keys: KeyChoice | undefined; readonly volumes: VolumeKeyChoice },
  setsEncryption: boolean,
): Pick<RestoreGoal, 'machine' | 'keySteps' | 'keysFollowDisks' | 'setsEncryption'> {
  const all = [...(keys?.steps ?? []), ...volumes.steps];
  return {
    ...(machine === undefined ? {} : { machine }),
    // A KEK may wrap the secrets of several volumes.
    keySteps: [...new Map(all.map((step) => [step.id, step])).values()],
    keysFollowDisks: keys !== undefined && awaitsCopies(keys.steps, keys.source.copies),
    setsEncryption,
  };
}

/** True where the disks, which are not restored yet, are to tell which keys they need or how they are encrypted. */
function isUndecided(
  { chosen: { point }, keys }: RestoreSubjectFacts,
  { pass, done, volumes }: Pick<WhatIsThere, 'pass' | 'done' | 'volumes'>,
): boolean {
  const untold =
    (point.encrypted && keys === undefined) || (pass === 'unknown' && mayDisksTell(point));
  return (untold || volumes.awaitsDisks) && done.disks !== 'restored' && !done.machine;
}

function machineGoal(
  { places, subject, target }: Gathered,
  {
    source,
    traits,
    ade: question,
  }: {
    readonly source: VirtualMachine | undefined;
    readonly traits: SourceTraits;
    readonly ade: AdeRunQuestion | undefined;
  },
  { size, privateAddress }: RestoreOptions,
): MachineGoal | undefined {
  const { machineId, subnetId } = places;
  if (machineId === undefined || subnetId === undefined || question === undefined) {
    return undefined;
  }
  const { point } = subject.chosen;
  const wanted = size ?? point.vmSize;
  const { osType, volumes } = question;
  const ade = adeRunOf(question);
  return {
    id: machineId,
    osType,
    // Zones are those of a region.
    zones: sameRegion(target.vault.location, places.place.location) ? point.zones : [],
    subnetId,
    ...(wanted === undefined ? {} : { size: wanted }),
    ...(source?.uefi === undefined ? {} : { uefi: source.uefi }),
    traits,
    tags: traits.tags,
    ...(privateAddress === undefined ? {} : { privateAddress }),
    ...(ade === undefined ? {} : { ade }),
    ...(volumes === undefined ? {} : { volumes }),
  };
}

/** Undefined where disks alone are restored. */
function adeQuestion(
  { places, subject, target }: Gathered,
  source: VirtualMachine | undefined,
  pass: AdePass,
  { adeClientId: clientId, adeVolumeType }: RestoreOptions,
): AdeRunQuestion | undefined {
  if (places.machineId === undefined) {
    return undefined;
  }
  return {
    pass,
    osType: osTypeOf(subject.chosen.point.osType, target),
    clientId,
    volumes: encryptedVolumes(source, adeVolumeType),
    hasDataDisks: hasDataDisks(subject.chosen.point, [subject.built, source]),
  };
}

/** @throws AzbackupError `AZB_UNEXPECTED_RESPONSE` (7) */
function osTypeOf(text: string | undefined, { item }: ItemTarget): MachineGoal['osType'] {
  const found = osTypeNamed(text);
  if (found === undefined) {
    throw new AzbackupError({
      code: 'AZB_UNEXPECTED_RESPONSE',
      kind: 'azure-failed',
      message: `the OS of ${item.friendlyName} is unknown`,
      target: item.sourceResourceId,
    });
  }
  return found;
}

function startsRestore(steps: readonly (RestoreStep | KeyStep)[]): boolean {
  return steps.some((step) => step.kind === 'restore-disks' && step.joins === undefined);
}

function sizeOf(machine: MachineGoal | undefined): SizeRequest | undefined {
  const { size, zones = [] } = machine ?? {};
  return size === undefined ? undefined : { size, zones };
}

interface Judged {
  readonly pass: AdePass;
  readonly request: RestoreRequest;
  readonly machine: MachineGoal | undefined;
  /** That the caller may not begin the job. */
  readonly rights: RestoreObstacle | undefined;
  /** True where a job is begun that Azure may object to. */
  readonly starts: boolean;
  /** That nothing tells which key and secret the restored disks need. */
  readonly untold: AzbackupError | undefined;
  /** True where a machine is made. */
  readonly builds: boolean;
}

/** Own judgements first: Azure is asked only where they let the restore through. */
async function checkRestore(
  context: CommandContext,
  { places, subject, planned }: Gathered,
  { pass, request, machine, rights, starts, untold, builds }: Judged,
  { ignore, adeClientId, vm }: RestoreOptions,
): Promise<void> {
  const keysError = subject.keys?.obstacle ?? untold;
  const own: readonly (RestoreObstacle | undefined)[] = [
    rights,
    keysError === undefined ? undefined : { objection: 'keys', error: keysError },
    stagingObstacle(places.staging),
    await sizeObstacle(context, places.place, builds ? sizeOf(machine) : undefined),
    machine === undefined
      ? undefined
      : adeObstacle({
          vm,
          pass,
          osType: machine.osType,
          volumes: machine.volumes,
          clientId: adeClientId,
          clientSecret: context.adeClientSecret(),
        }),
  ];
  applyOverrides(
    context,
    own.filter((obstacle) => obstacle !== undefined),
    ignore,
  );
  // Azure objects to a group that is not there: another one of the subscription stands in for it.
  const standIn = { targetResourceGroupId: groupIdOf(places.staging.account.id) };
  const asked = planned === undefined ? request : { ...request, ...standIn };
  const objection = starts ? await azureObstacle(context, asked) : undefined;
  applyOverrides(context, objection === undefined ? [] : [objection], ignore);
}
