// The tools that an agent is offered, as one table: which command each runs, and which of its options. What is not in
// here cannot be called: an option has to be let in by name.

/** A command behind a tool. */
export interface ToolCommand {
  /** The command as it is typed after `azbackup`. */
  readonly command: string;
  /** Keys of the options and arguments, its own and global ones, that an agent may give. */
  readonly takes: readonly string[];
  /** Those that must be given, also where the command itself could do without. */
  readonly needs?: readonly string[];
}

/** What MCP tells a client of a tool's effects. */
export interface ToolAnnotations {
  readonly title: string;
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** A tool that runs one of several commands. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  /** By the value of the property that chooses; a tool with one command has no such property. */
  readonly commands: Readonly<Record<string, ToolCommand>>;
  /** The property that chooses, and what it is when it is left out. */
  readonly choice?: { readonly property: string; readonly byDefault?: string };
}

const PLACES = ['subscription', 'resourceGroup', 'vault'];
/** Selection by rule, without what is read from files. */
const SELECTION = [
  'vm',
  'all',
  'tag',
  'location',
  'encryption',
  'protected',
  'managementGroup',
  'exclude',
];

const reading = (title: string): ToolAnnotations => ({
  title,
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
});

/** The tools that change nothing, in the order in which they are listed. */
export const READING_TOOLS: readonly Tool[] = [
  {
    name: 'diagnose',
    description:
      'Why can a VM not be backed up, or why does nothing work here? check=vms runs the preflight checks on VMs and says what blocks the backup and which command fixes it; check=surroundings examines this machine, the network, the sign-in and the subscription.',
    annotations: reading('Diagnose VMs or the surroundings'),
    choice: { property: 'check', byDefault: 'vms' },
    commands: {
      vms: {
        command: 'preflight',
        takes: [...SELECTION, ...PLACES, 'policy', 'grant', 'strict', 'backupPrincipalId'],
      },
      surroundings: { command: 'doctor', takes: ['category', 'subscription'] },
    },
  },
  {
    name: 'status',
    description:
      'Backup status of VMs: protection, last recovery point and its age, last error and what it means, key access. Select VMs by vm, by rule (all, tag, location …), or a whole vault.',
    annotations: reading('Backup status of VMs'),
    commands: {
      status: {
        command: 'status',
        takes: [...SELECTION, ...PLACES, 'maxAge', 'backupPrincipalId'],
      },
    },
  },
  {
    name: 'job',
    description:
      'Backup and restore jobs. view=list lists them, newest first; view=show gives the tasks and errors of one (id); view=watch waits until jobs end (id or vm), at most for the duration in wait.',
    annotations: reading('Backup and restore jobs'),
    choice: { property: 'view', byDefault: 'list' },
    commands: {
      list: {
        command: 'jobs list',
        takes: ['vm', 'status', 'operation', 'since', 'until', ...PLACES],
      },
      show: { command: 'jobs show', takes: ['id', ...PLACES] },
      watch: { command: 'jobs watch', takes: ['id', 'vm', 'wait', ...PLACES] },
    },
  },
  {
    name: 'audit_keys',
    description:
      'Recovery points whose Key Vault secrets or keys are lost, disabled, or at risk: such points cannot be restored.',
    annotations: reading('Audit the keys of recovery points'),
    commands: { audit: { command: 'audit-keys', takes: [...SELECTION, ...PLACES, 'failOn'] } },
  },
  {
    name: 'retirement',
    description:
      'What the end of Azure Disk Encryption (2028-09-15) means here: view=inventory lists VMs and their way out; view=points the recovery points that outlive it; view=keys until when each key is needed; view=plan the steps for a VM. Nothing is carried out.',
    annotations: reading('Retirement of Azure Disk Encryption'),
    choice: { property: 'view', byDefault: 'inventory' },
    commands: {
      inventory: {
        command: 'retirement inventory',
        takes: [...SELECTION, ...PLACES, 'deadline'],
      },
      points: {
        command: 'retirement points',
        takes: [...SELECTION, ...PLACES, 'after', 'deadline'],
      },
      keys: { command: 'retirement keys', takes: [...SELECTION, ...PLACES] },
      plan: { command: 'retirement plan', takes: [...SELECTION, ...PLACES, 'deadline'] },
    },
  },
  {
    name: 'explain',
    description:
      'What a code means and what fixes it: error codes of Azure Backup and of azbackup, check ids, exit codes.',
    annotations: { ...reading('Explain a code'), openWorldHint: false },
    commands: { explain: { command: 'explain', takes: ['code', 'vm', 'vault'] } },
  },
  {
    name: 'drill',
    description:
      'Restore drills that were run from this machine: view=list lists them, view=show gives the checks, times and resources of one (drill), view=report summarizes them. To run one, use plan with command "drill run".',
    annotations: { ...reading('Restore drills'), openWorldHint: false },
    choice: { property: 'view', byDefault: 'list' },
    commands: {
      list: { command: 'drill list', takes: [] },
      show: { command: 'drill show', takes: ['drill'] },
      report: { command: 'drill report', takes: [] },
    },
  },
];

/**
 * The commands that can be planned: those that protect, back up, or restore beside what is there. VMs are named one by
 * one: what a rule selects may be something else when the plan is applied. Left out are what takes something away, and
 * every option that says yes in a person's place or overrides a check.
 */
const PLANNED: readonly ToolCommand[] = [
  {
    command: 'enable',
    takes: [
      'vm',
      ...PLACES,
      'policy',
      'grant',
      'role',
      'scope',
      'strict',
      'backupPrincipalId',
      'wait',
    ],
  },
  { command: 'grant-access', takes: ['vm', ...PLACES, 'role', 'scope', 'backupPrincipalId'] },
  {
    command: 'backup-now',
    takes: ['vm', ...PLACES, 'retain', 'strict', 'backupPrincipalId', 'wait'],
  },
  { command: 'resume', takes: ['vm', ...PLACES, 'policy', 'wait'] },
  { command: 'undelete', takes: ['vm', ...PLACES, 'resume', 'policy', 'wait'] },
  {
    command: 'restore',
    takes: [
      'vm',
      ...PLACES,
      'recoveryPoint',
      'tier',
      'to',
      'name',
      'vnet',
      'subnet',
      'privateAddress',
      'size',
      'zone',
      'targetResourceGroup',
      'stagingAccount',
      'stagingIdentity',
      'diskAccess',
      'diskAccessId',
      'keys',
      'keyVault',
      'adePass',
      'adeVolumeType',
      'like',
      'tags',
      'secondaryRegion',
      'wait',
    ],
  },
  {
    command: 'drill run',
    takes: [
      'vm',
      ...PLACES,
      'point',
      'within',
      'check',
      'rto',
      'rpo',
      'validationWindow',
      'size',
      'stagingAccount',
      'stagingIdentity',
      'adePass',
      'adeVolumeType',
    ],
  },
];

/** Makes a plan and changes nothing. */
export const PLAN_TOOL: Tool = {
  name: 'plan',
  description:
    'Plans a change without making it, as --dry-run does. The answer shows each step, and a plan id when there is something to change. Show the plan to a person before apply_plan. Stopping or deleting backups, policies, vaults, revoking grants, cancelling jobs and overriding checks are not offered: a person runs those in a terminal.',
  annotations: { ...reading('Plan a change'), idempotentHint: false },
  choice: { property: 'command' },
  commands: Object.fromEntries(PLANNED.map((each) => [each.command, { ...each, needs: ['vm'] }])),
};

/** Applies a plan; the only tool that changes something. */
export const APPLY_TOOL = {
  name: 'apply_plan',
  description:
    'Applies a plan that was shown to a person, by its plan id. It is planned again first, and refused when anything has become different; an id works once and expires. What the command asks a person at a terminal is asked through the client, or refused.',
  annotations: {
    title: 'Apply a plan',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
} as const;
