// Commands that azbackup suggests are pasted. They must go on working where they were suggested: in the sandbox
// they would go to Azure as they stand, and a name alone may be that of another VM.

/** What keeps a suggested command where it was suggested. */
export interface CommandPlace {
  /** Options that name the sandbox, with a blank before them; empty for Azure. */
  readonly sandbox: string;
  /** `--sandbox-as`, with a blank before it; empty where nobody is asked for. */
  readonly principal: string;
  /** `--subscription`, with a blank before it; empty where the command was given none. */
  readonly subscription: string;
  /** `--resource-group`, with a blank before it; empty where the command was given none. */
  readonly resourceGroup: string;
  /** The ids of VMs that were named by them, by name in small letters. */
  readonly vmIds: ReadonlyMap<string, string>;
}

/** A place that needs no options: Azure, and names that are clear. */
export const ANYWHERE: CommandPlace = {
  sandbox: '',
  principal: '',
  subscription: '',
  resourceGroup: '',
  vmIds: new Map(),
};

const OWN_COMMAND = /^azbackup /u;
/** A command at the end of a sentence: `get a right, then: azbackup preflight --vm VM001`. */
const AT_THE_END = /^(?<lead>.*: )(?<command>azbackup .*)$/u;
/** What somebody else is asked to run, who has more rights. */
const FOR_OTHERS = /^azbackup grant-access /u;
/** Commands on the sandbox itself have no place in Azure. */
const ON_SANDBOX = /^azbackup sandbox /u;
const NAMED_VM = / --vm (?<name>[^\s/']+)(?= |$)/u;

/** A suggested command with the options that keep it where it was suggested; other text as it is. */
export function inPlace(command: string, place: CommandPlace): string {
  const { lead = '', command: last = '' } = AT_THE_END.exec(command)?.groups ?? {};
  if (last !== '') {
    return lead + inPlace(last, place);
  }
  if (!OWN_COMMAND.test(command)) {
    return command;
  }
  const placed = withOption(inAzure(command, place), place.sandbox);
  return FOR_OTHERS.test(command) ? placed : withOption(placed, place.principal);
}

function inAzure(command: string, { subscription, resourceGroup, vmIds }: CommandPlace): string {
  if (ON_SANDBOX.test(command) || command.includes(' --help')) {
    return command;
  }
  const name = NAMED_VM.exec(command)?.groups?.['name'];
  const id = vmIds.get(name?.toLowerCase() ?? '');
  if (id !== undefined) {
    return command.replace(NAMED_VM, ` --vm ${id}`);
  }
  const grouped = name === undefined ? command : withOption(command, resourceGroup);
  return withOption(grouped, subscription);
}

/** Documents and their views both add it; only the first time counts. */
function withOption(command: string, option: string): string {
  const [, flag] = option.split(' ');
  const has = flag !== undefined && command.split(' ').includes(flag);
  return option === '' || has ? command : `${command}${option}`;
}

/** Lists of commands in documents. */
const COMMAND_LISTS = new Set(['fix', 'next', 'prove', 'commands']);

/** Puts every command in a `fix`, `next`, `prove` or `commands` list in its place, however deep it stands in a document. */
export function placeFixes<T>(document: T, place: CommandPlace): T {
  visit(document, place);
  return document;
}

function visit(value: unknown, place: CommandPlace): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (COMMAND_LISTS.has(key) && Array.isArray(inner)) {
      const fixes: unknown[] = inner;
      const placed = fixes.map((text) => (typeof text === 'string' ? inPlace(text, place) : text));
      fixes.splice(0, fixes.length, ...placed);
    }
    visit(inner, place);
  }
}
