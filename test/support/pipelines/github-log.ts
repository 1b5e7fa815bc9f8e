// What GitHub's runner makes of the standard output of a step: commands in it, what is hidden, and what is shown.

/** A command, as the runner has understood it. */
export interface LogCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The output of a step. */
export interface StepLog {
  readonly commands: readonly LogCommand[];
  /** Lines that are shown, with what is hidden as `***`. */
  readonly shown: readonly string[];
}

const COMMAND = /^\s*::(?<name>[^:\s]+)(?: (?<properties>[^:]*))?::(?<message>.*)$/u;
/** The older form is still obeyed, wherever it stands in a line. */
const OLD_COMMAND = /##\[(?<name>[^\]\s]+)(?: (?<properties>[^\]]*))?\](?<message>.*)$/u;

/** Reads standard output as actions/runner does (ActionCommand, ActionCommandManager). */
export function readLog(stdout: string): StepLog {
  const commands: LogCommand[] = [];
  const shown: string[] = [];
  const masks: string[] = [];
  let stopToken: string | undefined;
  for (const line of stdout.split('\n')) {
    const command = commandOf(line);
    if (stopToken !== undefined) {
      if (command?.name === stopToken) {
        stopToken = undefined;
      } else {
        shown.push(line);
      }
    } else if (command === undefined) {
      shown.push(line);
    } else if (command.name === 'stop-commands') {
      stopToken = command.message;
    } else {
      commands.push(command);
      if (command.name === 'add-mask') {
        masks.push(command.message);
      }
    }
  }
  const hide = (line: string): string =>
    masks.reduce((text, secret) => text.replaceAll(secret, '***'), line);
  return { commands, shown: shown.map(hide) };
}

function commandOf(line: string): LogCommand | undefined {
  const { groups } = COMMAND.exec(line) ?? OLD_COMMAND.exec(line) ?? {};
  if (groups === undefined) {
    return undefined;
  }
  const pairs = (groups['properties'] ?? '')
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), property(pair.slice(at + 1))];
    });
  return {
    name: groups['name'] ?? '',
    properties: Object.fromEntries(pairs),
    message: unescaped(groups['message'] ?? ''),
  };
}

function property(text: string): string {
  return unescaped(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** The values of a file of outputs: `name=value`, or a text between marks (Workflow commands: Multiline strings). */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, mark] = /^(?<name>[^=<]+)<<(?<mark>.+)$/u.exec(lines[at] ?? '') ?? [];
    const [, plain, value] = /^(?<plain>[^=<]+)=(?<value>.*)$/u.exec(lines[at] ?? '') ?? [];
    if (name !== undefined && mark !== undefined) {
      const end = lines.indexOf(mark, at + 1);
      if (end === -1) {
        throw new Error(`no end of ${name}`);
      }
      outputs[name] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (plain !== undefined && value !== undefined) {
      outputs[plain] = value;
    } else if (lines[at] !== '') {
      throw new Error(`not an output: ${lines[at]}`);
    }
  }
  return outputs;
}
