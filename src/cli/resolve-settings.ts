// The settings of one call: the command line's own, the environment's, those of config files.

import { GLOBAL_OPTION_TABLE } from '../commands/options/global-options.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { readConfigFiles } from './config-file.js';
import type { AgentCaller } from './host.js';
import type { Invocation } from './program.js';
import type { Run } from './run.js';
import { environmentSettings, mergeSettings, type NamedSource, type Settings } from './settings.js';

/**
 * All sources merged. What is known before files are read is put to the run at once: an unreadable file
 * must be reported in the right form.
 * @throws AzbackupError naming the source of what does not fit (2)
 */
export async function resolveSettings(
  run: Run,
  { definition, given }: Invocation,
): Promise<Settings> {
  const globalNames = new Set(Object.keys(GLOBAL_OPTION_TABLE));
  const flags = {
    name: 'command line',
    values: Object.fromEntries(
      Object.entries(normalise(given)).filter(([key]) => globalNames.has(key)),
    ),
  };
  const { agent } = run.host;
  if (agent !== undefined) {
    return settingsOfAgent(run, agent, flags, definition);
  }
  const environment = environmentSettings(run.host.env);
  run.settings = mergeSettings([flags, environment]);
  const merged = await withFiles(run, run.settings, [flags, environment], definition);
  return definition.sandboxOnly === true ? { ...merged, sandbox: true } : merged;
}

/** As the server was started: what has come into the environment's or a file's place since then was said to others. */
async function settingsOfAgent(
  run: Run,
  agent: AgentCaller,
  flags: NamedSource,
  definition: Invocation['definition'],
): Promise<Settings> {
  const server = { name: 'azbackup mcp', values: { ...agent.settings } };
  const settings = { ...mergeSettings([flags, server]), ...AGENT_SETTINGS };
  if (definition.diagnoses === true) {
    // Only for what is found on the way.
    await withFiles(run, settings, [flags, server], definition);
  }
  return settings;
}

/** Of a call by an agent, whatever else says: a `--yes` of the user was not given to it. */
const AGENT_SETTINGS = {
  yes: false,
  output: 'json',
  query: undefined,
  progress: 'plain',
  quiet: false,
} as const satisfies Partial<Settings>;

/** For a command that looks for what is wrong, files that cannot be used are something that it has found. */
async function withFiles(
  run: Run,
  without: Settings,
  stronger: readonly NamedSource[],
  { diagnoses }: Invocation['definition'],
): Promise<Settings> {
  const { cwd, env, homeDirectory, userId } = run.host;
  try {
    const files = await readConfigFiles({
      cwd,
      env,
      homeDirectory,
      userId,
      explicit: without.config,
    });
    return mergeSettings([...stronger, ...files]);
  } catch (error) {
    if (diagnoses === true && error instanceof AzbackupError) {
      run.configProblem = error;
      return without;
    }
    throw error;
  }
}

/** commander keeps `--no-input` as `input: false`. */
function normalise(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { input, color, ...rest } = given;
  return {
    ...rest,
    ...(input === false ? { noInput: true } : {}),
    ...(color === false ? { noColor: true } : {}),
  };
}
