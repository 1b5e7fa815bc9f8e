// Finds the machines that a command's words select, from lists: each list once for all of them. What decides about a
// machine and could not be read leaves it out, and that is said.

import { countedVms } from '../../domain/fleet/counted-vms.js';
import { atOnce } from '../at-once.js';
import type { CommandContext } from '../../commands/context.js';
import { detectEncryption } from '../../domain/encryption/encryption-detection.js';
import { needsInstanceView } from '../../domain/encryption/listed-machine.js';
import { valueOf } from '../../domain/fact.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import {
  encryptionClasses,
  groupsOf,
  isOfClass,
  passes,
  type EncryptionClass,
  type MachineFilter,
  type ProtectionClass,
  type TagCondition,
} from '../../domain/fleet/selection.js';
import { idKey } from '../../domain/resource-id.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import type { ListedMachine } from '../../domain/virtual-machine.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { findTargets, machineByName, parseVmText, type Target } from '../choose-machines.js';
import type { FactReader } from '../fact-reader.js';
import { readDisks } from '../machine-facts.js';
import { listedFacts, type ListedFacts } from '../listed-facts.js';
import { candidatesOf, type CandidateWords } from './candidates.js';
import { protectionClass } from './protection-class.js';
import { unseenAmong } from './unseen-machines.js';

/** How the user said which machines are meant; what is left out asks for nothing. */
export interface MachineSelection extends CandidateWords {
  readonly all?: boolean;
  readonly tag?: readonly TagCondition[];
  readonly location?: readonly string[];
  readonly encryption?: readonly EncryptionClass[];
  readonly protected?: readonly ProtectionClass[];
  readonly exclude?: readonly string[];
  readonly resourceGroup?: string | undefined;
  /** As typed. */
  readonly resourceGroups?: readonly string[];
}

/** Machines whose disks or protection are read side by side. */
const MACHINES_AT_ONCE = 16;
/**
 * The machines, each once: those named in the order named, others as Azure lists them.
 * @param vaultRead the vault that the command was given; protected in another one is protected elsewhere
 * @throws AzbackupError `AZB_NOTHING_SELECTED` (3), and the errors of `findTargets` and of lists that cannot be read
 */
export async function selectMachines(
  context: CommandContext,
  reader: FactReader,
  selection: MachineSelection,
  vaultRead: () => Promise<RecoveryServicesVault | undefined> = () => Promise.resolve(undefined),
): Promise<readonly Target[]> {
  const { readNames } = await import('./read-names.js');
  const vm = await readNames(context, selection.vm);
  if (isPlain(selection, vm)) {
    return findTargets(context, { ...selection, vm });
  }
  const { listed, unlisted } = await candidatesOf(context, reader, { ...selection, vm });
  const filter = filterOf(selection);
  const unseen = unseenAmong(context, unlisted, { filter, isNamed: vm.length > 0 });
  const named = vm.length === 0 ? listed : namedIn(vm, listed, filter);
  const passing = named.filter(({ machine }) => passes(machine, filter));
  const selected = await ofClasses(context, reader, passing, { selection, vaultRead });
  if (selected.length + unseen.length === 0) {
    throw nothingSelected(listed.length + unlisted.length, selection.graphQuery);
  }
  const targets = selected.map(({ machine: { id, name, subscriptionId, location } }) => ({
    id,
    name,
    subscriptionId,
    location,
  }));
  return [...targets, ...unseen];
}

/** True where only names say which machines are meant, in at most one place; ids say theirs themselves. */
export function isPlain(selection: MachineSelection, vm: readonly string[]): boolean {
  const { tag, location, encryption, protected: state, exclude } = selection;
  const { subscriptions = [], resourceGroups = [], managementGroup, graphQuery } = selection;
  const areIds = vm.every((text) => text.includes('/'));
  return (
    vm.length > 0 &&
    graphQuery === undefined &&
    [tag, location, encryption, state, exclude, managementGroup].every(
      (list) => (list ?? []).length === 0,
    ) &&
    (subscriptions.length <= 1 || areIds) &&
    resourceGroups.length <= 1
  );
}

function filterOf(selection: MachineSelection): MachineFilter {
  return {
    resourceGroups: groupsOf(selection),
    locations: selection.location ?? [],
    tags: selection.tag ?? [],
    encryption: selection.encryption ?? [],
    protection: selection.protected ?? [],
    exclude: selection.exclude ?? [],
  };
}

/** Those that are named; a name needs to be clear only in the groups that were named with it. */
function namedIn(
  texts: readonly string[],
  listed: readonly ListedMachine[],
  { resourceGroups }: MachineFilter,
): readonly ListedMachine[] {
  const group = { ...NO_FILTER, resourceGroups };
  const machines = listed.map(({ machine }) => machine).filter((machine) => passes(machine, group));
  const byId = new Map(listed.map((each) => [idKey(each.machine.id), each]));
  const places = [...new Set(listed.map(({ machine }) => machine.subscriptionId))].join(', ');
  const found = texts.map((text) => {
    const parsed = parseVmText(text);
    const id =
      parsed.kind === 'id'
        ? parsed.target.id
        : machineByName(parsed.name, machines, places, resourceGroups.join(', ') || undefined).id;
    return byId.get(idKey(id)) ?? notListed(id);
  });
  return [...new Set(found)];
}

function notListed(id: string): never {
  throw new AzbackupError({
    code: 'AZB_VM_NOT_FOUND',
    kind: 'not-found',
    message: `no virtual machine at ${id} in the subscriptions asked for`,
    target: id,
    fix: ['add the --subscription of the VM, or use its name'],
  });
}

const NO_FILTER: MachineFilter = {
  resourceGroups: [],
  locations: [],
  tags: [],
  encryption: [],
  protection: [],
  exclude: [],
};

/** What is asked for beyond what the list itself shows. */
interface ClassRequest {
  readonly selection: MachineSelection;
  readonly vaultRead: () => Promise<RecoveryServicesVault | undefined>;
}

async function ofClasses(
  context: CommandContext,
  reader: FactReader,
  machines: readonly ListedMachine[],
  { selection, vaultRead }: ClassRequest,
): Promise<readonly ListedMachine[]> {
  const { encryption = [], protected: protection = [] } = selection;
  if (encryption.length === 0 && protection.length === 0) {
    return machines;
  }
  const vault = await vaultRead();
  const lists = listedFacts(
    reader,
    machines.map(({ machine }) => machine),
    { vault, unseen: 'ask' },
  );
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  const judged = await Promise.all(
    machines.map((each) =>
      inTurn(async () => {
        const isAde = async (): Promise<boolean> =>
          (await encryptionOf(reader, lists, each)).includes('ade');
        const kinds = encryption.length === 0 ? undefined : await encryptionOf(reader, lists, each);
        const state =
          protection.length === 0
            ? undefined
            : await protectionClass({ reader, lists, vault, isAde }, each.machine);
        return { each, kinds, states: state === undefined ? [] : [state] };
      }),
    ),
  );
  const isUnknown = ({ kinds, states }: (typeof judged)[number]): boolean =>
    kinds?.length === 0 || (protection.length > 0 && states.length === 0);
  sayLeftOut(
    context,
    judged.filter((each) => isUnknown(each)).map(({ each }) => each.machine.name),
  );
  return judged
    .filter((each) => isOfClass(encryption, each.kinds ?? []) && isOfClass(protection, each.states))
    .map(({ each }) => each);
}

async function encryptionOf(
  reader: FactReader,
  lists: ListedFacts | undefined,
  listed: ListedMachine,
): Promise<readonly EncryptionClass[]> {
  const disks = await readDisks(lists ?? reader, listed.machine);
  const machine = needsInstanceView(listed, disks)
    ? valueOf(await reader.machine(listed.machine.id))
    : listed.machine;
  return machine === undefined ? [] : encryptionClasses(detectEncryption(machine, disks));
}

/** What nobody could find out must not pass for a no in silence. */
function sayLeftOut(context: Pick<CommandContext, 'leftOut'>, names: readonly string[]): void {
  if (names.length > 0) {
    context.leftOut(
      `${countedVms(names.length)} left out: what --encryption or --protected asks for could not be read of ${firstNames(names)}`,
    );
  }
}

/** Nothing to do may be a mistyped tag: it must not look as if all were well. */
function nothingSelected(listed: number, graphQuery: string | undefined): AzbackupError {
  if (graphQuery !== undefined && listed === 0) {
    return new AzbackupError({
      code: 'AZB_NOTHING_SELECTED',
      kind: 'not-found',
      message: 'the query finds no VMs',
      target: graphQuery,
      causes: ['a VM made or changed in the last minutes may not be in Azure Resource Graph yet'],
    });
  }
  return new AzbackupError({
    code: 'AZB_NOTHING_SELECTED',
    kind: 'not-found',
    message: `none of ${countedVms(listed)} matches`,
    causes: ['nothing was read beyond the list, and nothing was changed'],
    fix: [
      'check the tags, groups and regions: az vm list --query "[].{name:name,group:resourceGroup,tags:tags}" -o table',
    ],
  });
}
