// The steps on backups and keys: a point that is known to open before anything is changed, the new machine protected, the
// old one's points kept for as long as they are needed, and its keys for as long as the points.

import { commandLine } from '../../command-line.js';
import { outlives } from '../point-end.js';
import { newName } from './az-commands.js';
import type { Drain } from './drain.js';
import type { MoveFacts, MoveItem, MoveStep } from './step.js';

/** The place of an item: a machine may have several. */
function itemWords({ vmWord }: MoveFacts, { vault }: MoveItem): string[] {
  return ['--vm', vmWord, '--vault', vault];
}

/** Before anything is changed: a backup, and a proof that one opens. */
export function safeSteps(facts: MoveFacts): readonly MoveStep[] {
  const item = facts.items.find(({ life }) => life.kind === 'backed-up') ?? facts.items[0];
  const words = item === undefined ? ['--vm', facts.vmWord] : itemWords(facts, item);
  const backUp: MoveStep = {
    id: 'back-up',
    what: 'back it up now',
    why: 'it is the way back if something goes wrong. Each backup with ADE moves the drain day',
    commands: [commandLine('azbackup', 'backup-now', ...words)],
  };
  const drill = drillStep(words);
  const hasPoints = item !== undefined && item.ends?.length !== 0;
  return [...protectSteps(facts, item), ...(hasPoints ? [drill, backUp] : [backUp, drill])].map(
    (step) => ({ by: facts.deadline, ...step }),
  );
}

/** Only where no backups are taken. */
function protectSteps(facts: MoveFacts, item: MoveItem | undefined): readonly MoveStep[] {
  return item?.life.kind === 'backed-up'
    ? []
    : [
        {
          id: 'protect',
          what: 'protect it',
          why: 'no backups are taken of it',
          commands: [commandLine('azbackup', ...protectWords(facts, item))],
        },
      ];
}

function protectWords(facts: MoveFacts, item: MoveItem | undefined): readonly string[] {
  if (item === undefined) {
    return ['enable', '--vm', facts.vmWord, '--grant'];
  }
  const policy = ['--policy', item.policy ?? 'NAME'];
  switch (item.life.kind) {
    case 'soft-deleted':
      return ['undelete', ...itemWords(facts, item), '--resume', ...policy];
    case 'unclear':
      return ['status', ...itemWords(facts, item)];
    case 'backed-up':
    case 'running-out':
    case 'retained':
      return ['resume', ...itemWords(facts, item), ...policy];
  }
}

/** A new machine that starts from the newest point is the proof; nothing less opens the disks. */
function drillStep(words: readonly string[]): MoveStep {
  return {
    id: 'drill',
    what: 'run a restore drill of its newest recovery point',
    why: 'a VM that starts shows that the point opens with its keys. It runs in an isolated network and is deleted again',
    commands: [commandLine('azbackup', 'drill', 'run', ...words)],
  };
}

/** Once the new machine works. */
export function leaveSteps(facts: MoveFacts): readonly MoveStep[] {
  const { vm, items, wayOut, deadline } = facts;
  if (vm === undefined) {
    return [];
  }
  const ofNew = wayOut.way === 'redeploy' ? 'NEW' : newName(vm.name);
  const enable: MoveStep = {
    id: 'enable',
    what: 'protect the new VM',
    why: 'its points are free of ADE. A backup right away: the first one may be a day off',
    commands: [
      commandLine('azbackup', 'enable', '--vm', ofNew, ...enableWords(items)),
      commandLine('azbackup', 'backup-now', '--vm', ofNew),
    ],
  };
  const old: MoveStep = {
    id: 'delete-old',
    what: 'delete the old VM and its disks',
    why: 'only after the new one was tested, and after its first backup. The recovery points of the old one stay in the vault',
    commands: [
      commandLine('az', 'vm', 'delete', '--ids', vm.id),
      ...vm.disks.flatMap(({ source }) =>
        source.kind === 'managed'
          ? [commandLine('az', 'disk', 'delete', '--ids', source.diskId)]
          : [],
      ),
    ],
  };
  const isPooled = wayOut.way === 'redeploy';
  return [
    ...(isPooled && items.length === 0 ? [] : [enable]),
    ...items.flatMap((item) => stopStep(facts, item)),
    ...(isPooled ? [] : [old]),
  ].map((step) => ({ by: deadline, ...step }));
}

/** The vault and policy of the old machine do for the new one. */
function enableWords(items: readonly MoveItem[]): readonly string[] {
  const item = items.find(({ life }) => life.kind === 'backed-up') ?? items[0];
  const policy = item?.policy === undefined ? [] : ['--policy', item.policy];
  return item === undefined ? [] : ['--vault', item.vault, ...policy];
}

function stopStep(facts: MoveFacts, item: MoveItem): readonly MoveStep[] {
  if (item.life.kind === 'retained' || item.life.kind === 'soft-deleted') {
    return [];
  }
  const how = item.immutable ? ['--retain-as-policy'] : ['--retain-data'];
  return [
    {
      id: 'stop',
      what: `stop its backups in ${item.vault}, and keep the recovery points`,
      why: item.immutable
        ? 'no backup of it is needed any more. The vault is immutable, so that points can be left to expire by the policy'
        : 'no backup of it is needed any more. Its points then stay until they are deleted',
      commands: [commandLine('azbackup', 'disable', ...itemWords(facts, item), ...how)],
    },
  ];
}

/** What is left to do for points and keys. */
export function drainSteps(facts: MoveFacts, drain: Drain): readonly MoveStep[] {
  const notBefore = drain.day === undefined ? {} : { notBefore: drain.day };
  return [
    ...longPointsStep(facts),
    ...facts.items.flatMap((item) => deletePointsStep(facts, item, notBefore)),
    { ...revokeStep(facts), ...notBefore },
    { ...releaseStep(facts, drain), ...notBefore },
  ];
}

function longPointsStep({ items, deadline, deadlineWord, vmWord }: MoveFacts): readonly MoveStep[] {
  const ends = items.flatMap((item) => item.ends ?? []);
  const long = ends.filter((end) => outlives(end, deadline) !== false).length;
  if (long === 0) {
    return [];
  }
  const until = deadlineWord === undefined ? [] : ['--deadline', deadlineWord];
  return [
    {
      id: 'long-points',
      what: 'decide on the recovery points that would be there after the deadline',
      why: `${long} of ${ends.length} recovery points with ADE are, or may be. Restores of them are unreliable then: restore what must be kept, and protect it again. Azure documents no way to change when a point expires`,
      by: deadline,
      commands: [commandLine('azbackup', 'retirement', 'points', '--vm', vmWord, ...until)],
    },
  ];
}

/** Retained points go only when somebody deletes them. */
function deletePointsStep(
  facts: MoveFacts,
  item: MoveItem,
  notBefore: Pick<MoveStep, 'notBefore'>,
): readonly MoveStep[] {
  const isLeft =
    facts.wayOut.way === 'points-only'
      ? item.ends?.some(({ kind }) => kind === 'never') === true
      : item.life.kind !== 'soft-deleted' && !item.immutable;
  if (!isLeft || item.ends?.length === 0) {
    return [];
  }
  return [
    {
      id: 'delete-points',
      what: `delete its recovery points in ${item.vault} when nobody needs them any more`,
      why: 'they do not expire by themselves. The command only shows what would be deleted',
      ...notBefore,
      commands: [
        commandLine('azbackup', 'disable', ...itemWords(facts, item), '--delete-data', '--dry-run'),
      ],
    },
  ];
}

/** A key vault is shared: the grant goes only when no other machine needs it. */
function revokeStep({ vm, vmWord, keyVaults, backupAppId = 'APPLICATION' }: MoveFacts): MoveStep {
  const shared = 'Other VMs may need it: a key vault serves several';
  return {
    id: 'revoke',
    what: 'revoke the access of Azure Backup to its key vaults',
    why:
      vm === undefined
        ? `by a VM that is gone its grants cannot be found: the command lists all. ${shared}`
        : `the first command works while the old VM is there; the others show what is left afterwards. ${shared}`,
    commands: [
      ...(vm === undefined || keyVaults.length === 0
        ? []
        : [commandLine('azbackup', 'grant-access', '--vm', vmWord, '--revoke', '--dry-run')]),
      commandLine('az', 'role', 'assignment', 'list', '--all', '--assignee', backupAppId),
      ...keyVaults.map((name) => commandLine('az', 'keyvault', 'show', '-n', name)),
    ],
  };
}

function releaseStep({ keyVaults }: MoveFacts, drain: Drain): MoveStep {
  return {
    id: 'release-keys',
    what: 'delete its keys and secrets, each from its own day on',
    why: `${drain.because}. Versions may be shared: only retirement keys of all VMs has the day of each. Once no VM has ADE, key vaults need not be open to it`,
    commands: [
      commandLine('azbackup', 'retirement', 'keys', '--all'),
      commandLine('azbackup', 'retirement', 'inventory', '--all', '--encryption', 'ade'),
      ...keyVaults.map((name) =>
        commandLine(
          'az',
          'keyvault',
          'update',
          '-n',
          name,
          '--enabled-for-disk-encryption',
          'false',
        ),
      ),
    ],
  };
}

/** Where nothing can be planned. */
export function unknownStep({ vmWord, wayOut }: MoveFacts): MoveStep {
  return {
    id: 'find-out',
    what: 'find out how it is encrypted',
    why: `${wayOut.reason}; without it no step is safe`,
    commands: [commandLine('azbackup', 'preflight', '--vm', vmWord)],
  };
}
