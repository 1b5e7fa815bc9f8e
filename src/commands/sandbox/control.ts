// The sandbox of a command that works on the sandbox itself.

import type { SandboxControl, CommandContext } from '../context.js';

/** The sandbox; such commands are never given a context without one. */
export function controlledSandbox(context: CommandContext): SandboxControl {
  if (context.sandbox === undefined) {
    throw new TypeError('a sandbox command was started without a sandbox');
  }
  return context.sandbox;
}
