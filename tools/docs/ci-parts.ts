// The generated part of docs/ci.md: the outputs of a step.

import { attributeName } from '../../src/commands/options/global-options.js';
import { STEP_OUTPUTS } from '../../src/cli/pipeline-step/step-outputs.js';
import type { Parts } from './generated-parts.js';
import { table } from './markdown.js';

/** By the name in the page. */
export const ciParts: Parts = {
  'step-outputs': () =>
    table(
      ['Output of the Action', 'Variable of the template', 'Value'],
      Object.entries(STEP_OUTPUTS).map(([name, description]) => [
        `\`${name}\``,
        `\`${attributeName(name)}\``,
        description,
      ]),
    ),
};
