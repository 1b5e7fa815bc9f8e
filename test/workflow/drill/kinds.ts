// Drills of machines of every kind that Azure Backup takes.

import { defaultWorld, runCli } from '../../support/run-cli.js';
import type { DrillRunDocument } from '../../../src/commands/drill/run/result.js';
import { addAdeApplication, addKind, KIND_KEY_VAULT } from '../restore/restore-kinds.js';
import type { POINT_KEYS, RestorableKind } from '../restore/restorable-kinds.js';
import { everythingIn } from './drills.js';

/** What a drill of a machine of a kind came to, and what it left or took away. */
export async function drillOfKind(
  kind: RestorableKind,
  pointKeys: (typeof POINT_KEYS)[number],
): Promise<unknown> {
  const world = defaultWorld(pointKeys);
  addKind(world, kind);
  const app = kind.application === true ? addAdeApplication(world, KIND_KEY_VAULT) : undefined;
  const before = everythingIn(world);
  // Of a machine that is gone only the user knows which volumes were encrypted, and how.
  const told = `${kind.argv ?? ''} ${pointKeys === 'none' ? (kind.untold ?? '') : ''}`;
  const volumes = [...told.matchAll(/--ade-(?:volume-type|pass) \w+/gu)].flatMap(([text]) =>
    text.split(' '),
  );
  const application = app === undefined ? [] : ['--ade-client-id', app.clientId];
  const argv = ['drill', 'run', '--vm', 'VM300', ...volumes, ...application, '-o', 'json'];
  const env = app === undefined ? {} : { AZBACKUP_ADE_CLIENT_SECRET: app.secret };
  const run = await runCli(argv, { world, env });
  const after = everythingIn(world);
  const changed = {
    left: after.filter((each) => !before.includes(each)),
    gone: before.filter((each) => !after.includes(each)),
  };
  if (run.stdout === '') {
    return { code: run.code, error: /AZB_\w+/u.exec(run.stderr)?.[0], ...changed };
  }
  const [item] = run.json<DrillRunDocument>().items;
  const reasons = item?.reasons ?? [];
  return { code: run.code, outcome: item?.outcome, cleanup: item?.cleanup, reasons, ...changed };
}

/** A drill that passed, and left and took nothing. */
export const PASSED = {
  code: 0,
  outcome: 'passed',
  cleanup: 'clean',
  reasons: [],
  left: [],
  gone: [],
};

/** A drill that was refused before anything was made. */
export const UNMANAGED = { code: 5, error: 'AZB_DRILL_UNMANAGED', left: [], gone: [] };
