// Finds the machines of each block of a gate file, and reads each machine once, whichever blocks it is in.

import type { GateRule } from '../../domain/gate/demand.js';
import type { GateFacts } from '../../domain/gate/facts.js';
import { known } from '../../domain/fact.js';
import { idKey } from '../../domain/resource-id.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { AzbackupError, hasCode } from '../../errors/azbackup-error.js';
import type { Target } from '../../facts/choose-machines.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { SharedReads } from '../audit-keys/point-reads.js';
import type { CommandContext } from '../context.js';
import { drillLookup, type DrillLookup } from '../drill/evidence-files/drill-lookup.js';
import { gatherStatuses } from '../status/gather.js';
import { findSubjects, requestedVault, type Subject } from '../status/subjects.js';
import { factsWithoutPoints, type FactsWithoutPoints } from './facts.js';
import type { GateBlock } from './file.js';
import { gatePoints, pointSource, type GatePoints, type PointSource } from './points.js';

/** A machine with the blocks that it is in. */
export interface GatedMachine {
  readonly target: Target;
  readonly blocks: readonly GateBlock[];
  readonly facts: GateFacts;
}

/** What the command line says of all blocks. */
export interface GatherOptions {
  /** Where blocks look that name no subscription. */
  readonly subscription?: string | undefined;
  readonly backupPrincipalId?: string | undefined;
  /** The name of the file, for messages. */
  readonly file: string;
  /** Files, or folders, with evidence of drills. */
  readonly drills: readonly string[];
  /** Whether how many VMs the blocks select was said before. */
  readonly isSelectionSaid?: boolean;
}

const ABSENT = { status: 'absent' } as const;

/** @throws AzbackupError of the choice of machines and vaults, naming the block */
export async function gatherMachines(
  context: CommandContext,
  reads: SharedReads,
  blocks: readonly GateBlock[],
  options: GatherOptions,
): Promise<readonly GatedMachine[]> {
  const started = context.clock.now();
  const drillsOf = await drillsWhereAsked(context, blocks, options);
  const { reader } = reads;
  const parties = await partiesOf(context, reader, blocks, options);
  if (options.isSelectionSaid !== true) {
    const count = parties.reduce((sum, { subjects }) => sum + subjects.length, 0);
    const atSeconds = (context.clock.now() - started) / 1000;
    context.emit({ type: 'machines.selected', count, atSeconds });
  }
  const read: ReadMachine[] = [];
  for (const { vault, subjects } of parties) {
    const { backupPrincipalId } = options;
    const question = {
      subjects: subjects.map(({ subject }) => subject),
      vault,
      backupPrincipalId,
      unseen: 'ask',
      explains: false,
      oneEndsAll: false,
      started,
    } as const;
    const blocksOf = new Map(subjects.map((each) => [each.subject, each.blocks]));
    const machines = await gatherStatuses(
      context,
      reader,
      question,
      async (reading): Promise<ReadMachine> => {
        const of = blocksOf.get(reading.subject) ?? [];
        const rules = rulesOf(of);
        return {
          target: reading.subject.target,
          blocks: of,
          facts: await factsWithoutPoints(reader, reading, rules),
          source: ASKS_FOR_POINTS.some((rule) => rules.has(rule))
            ? pointSource(reading)
            : undefined,
        };
      },
    );
    read.push(...machines);
  }
  const machines = await withPoints(context, reads, read);
  return machines.map(({ facts, ...machine }) => ({
    ...machine,
    facts: {
      ...facts,
      drills: drillsOf === undefined ? ABSENT : known(drillsOf(machine.target.id)),
    },
  }));
}

/** Read before Azure is asked anything: a file that is not there is named at once. */
async function drillsWhereAsked(
  context: CommandContext,
  blocks: readonly GateBlock[],
  { file, drills }: GatherOptions,
): Promise<DrillLookup | undefined> {
  if (!rulesOf(blocks).has('drill-max-age')) {
    return undefined;
  }
  try {
    return await drillLookup(context, drills);
  } catch (error) {
    throw hasCode(error, 'AZB_FILE_UNREADABLE')
      ? new AzbackupError({
          ...error.fields,
          causes: [...(error.fields.causes ?? []), `it is one of the drills of ${file}`],
        })
      : error;
  }
}

/** Rules on points take a list for each machine, of which Azure allows few an hour. */
const ASKS_FOR_POINTS: readonly GateRule[] = ['last-point-clean', 'no-points-after-retirement'];

/** A machine before its points are listed. */
interface ReadMachine {
  readonly target: Target;
  readonly blocks: readonly GateBlock[];
  readonly facts: FactsWithoutPoints;
  /** Absent where no rule asks for its points. */
  readonly source: PointSource | undefined;
}

async function withPoints(
  context: CommandContext,
  reads: SharedReads,
  machines: readonly ReadMachine[],
): Promise<
  readonly (Omit<GatedMachine, 'facts'> & { readonly facts: Omit<GateFacts, 'drills'> })[]
> {
  const sources = machines.flatMap(({ source }) => (source === undefined ? [] : [source]));
  const points = await gatePoints(context, reads, sources);
  const bySource = new Map(sources.map((source, at) => [source, points[at]]));
  const none: GatePoints = { encrypted: ABSENT, unread: undefined, newest: ABSENT };
  return machines.map(({ target, blocks, facts, source }) => {
    const { encrypted, unread, newest } =
      (source === undefined ? undefined : bySource.get(source)) ?? none;
    return {
      target,
      blocks,
      facts: { ...facts, encryptedPoints: encrypted, pointsUnread: unread, newestPoint: newest },
    };
  });
}

function rulesOf(blocks: readonly GateBlock[]): ReadonlySet<GateRule> {
  return new Set(blocks.flatMap(({ demands }) => demands.map(({ demand }) => demand.rule)));
}

/** Machines that are looked at in the same vault. */
interface Party {
  readonly vault: RecoveryServicesVault | undefined;
  readonly subjects: readonly {
    readonly subject: Subject;
    readonly blocks: readonly GateBlock[];
  }[];
}

/** The machines of all blocks, by the vault that the blocks ask for; within a vault each machine once. */
async function partiesOf(
  context: CommandContext,
  reader: FactReader,
  blocks: readonly GateBlock[],
  options: GatherOptions,
): Promise<readonly Party[]> {
  const vaults = new Map<string, RecoveryServicesVault | undefined>();
  const members = new Map<string, Map<string, { subject: Subject; blocks: GateBlock[] }>>();
  for (const block of blocks) {
    const { vault, subjects } = await ofBlock(context, reader, block, options);
    const key = vault === undefined ? '' : idKey(vault.id);
    const party = members.get(key) ?? new Map<string, { subject: Subject; blocks: GateBlock[] }>();
    for (const subject of subjects) {
      const id = idKey(subject.target.id);
      const member = party.get(id) ?? { subject, blocks: [] };
      member.blocks.push(block);
      party.set(id, member);
    }
    vaults.set(key, vault);
    members.set(key, party);
  }
  return [...members].map(([key, party]) => ({
    vault: vaults.get(key),
    subjects: [...party.values()],
  }));
}

async function ofBlock(
  context: CommandContext,
  reader: FactReader,
  { selection, name, line }: GateBlock,
  { subscription, file }: GatherOptions,
): Promise<{
  readonly vault: RecoveryServicesVault | undefined;
  readonly subjects: readonly Subject[];
}> {
  const words = { ...selection, subscription: selection.subscription ?? subscription };
  try {
    const subjects = await findSubjects(context, reader, words);
    if (subjects.length === 0) {
      throw new AzbackupError({
        code: 'AZB_NOTHING_SELECTED',
        kind: 'not-found',
        message: 'the vault protects no VMs',
        ...(words.vault === undefined ? {} : { target: words.vault }),
      });
    }
    return { subjects, vault: await requestedVault(context, reader, words) };
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
    const { causes = [], ...fields } = error.fields;
    throw new AzbackupError({
      ...fields,
      causes: [`asked for by block ${name} at ${file}:${line}`, ...causes],
    });
  }
}
