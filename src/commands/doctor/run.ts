// `azbackup doctor`: looks at everything that commands stand on, side by side, and says how each thing is.

import { once } from '../../domain/once.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { chooseSubscription } from '../../facts/choose-subscription.js';
import type { CommandContext, CommandResult } from '../context.js';
import { azureOf } from './azure.js';
import { formatBundle } from './bundle.js';
import type { DoctorOptions } from './command.js';
import { failedBy, type Category, type Diagnosis } from './diagnosis.js';
import {
  examination,
  type Examination,
  type FoundSubscription,
  type Session,
} from './examination.js';
import { judgeAz, judgeConfig, judgeNode } from './local.rules.js';
import { networkOf } from './network.js';
import type { DoctorDocument, DoctorItem } from './result.js';
import { judgeLock, judgeServer, judgeWorld, noWorld } from './sandbox.rules.js';
import { signInOf } from './sign-in.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: DoctorOptions,
): Promise<CommandResult<DoctorDocument>> {
  const around = await context.surroundings();
  const session: Session = {
    context,
    around,
    limitSeconds: options.timeout,
    signedIn: once(() => around.signIn.claims('resource-manager')),
    subscription: once(() => findSubscription(context, options.subscription)),
  };
  const examinations = (await allOf(session, options.category)).flat();
  const items = await Promise.all(examinations.map((each) => itemOf(session, each)));
  const bundle = options.bundle ?? null;
  const document = documentOf(items, bundle);
  if (bundle !== null) {
    const name = await session.subscription().then(
      (found) => found.name,
      () => undefined,
    );
    await around.write(bundle, formatBundle(document, around, name));
  }
  return { document, exit: document.summary.fail > 0 ? 'blocked' : 'done' };
}

const EXAMINATIONS: Readonly<
  Record<Category, (session: Session) => readonly Examination[] | Promise<readonly Examination[]>>
> = {
  local: localOf,
  network: networkOf,
  'sign-in': signInOf,
  azure: azureOf,
  sandbox: sandboxOf,
};

function allOf(
  session: Session,
  categories: readonly Category[],
): Promise<(readonly Examination[])[]> {
  return Promise.all(categories.map(async (category) => EXAMINATIONS[category](session)));
}

async function itemOf(session: Session, looked: Examination): Promise<DoctorItem> {
  const { id, category } = looked;
  const { summary, evidence = [], fix = null, status } = await diagnosisOf(session, looked);
  return { id, category, status, summary, evidence: [...evidence], fix };
}

async function diagnosisOf(
  { around, limitSeconds }: Session,
  { id, onError, examine }: Examination,
): Promise<Diagnosis> {
  try {
    // A little longer than what it asks may take by itself.
    const diagnosis = await around.within(examine(), limitSeconds + 1);
    return diagnosis === 'late'
      ? { status: 'unknown', summary: `${id} gave no answer in ${limitSeconds} seconds` }
      : diagnosis;
  } catch (error) {
    return failedBy(error, onError);
  }
}

function documentOf(items: readonly DoctorItem[], bundle: string | null): DoctorDocument {
  const count = (status: DoctorItem['status']): number =>
    items.filter((item) => item.status === status).length;
  return {
    kind: 'doctor',
    schemaVersion: 1,
    items: [...items],
    summary: {
      ok: count('ok'),
      warn: count('warn'),
      fail: count('fail'),
      unknown: count('unknown'),
      skipped: count('skipped'),
      bundle,
    },
  };
}

function localOf({ around, limitSeconds }: Session): readonly Examination[] {
  const { program, probes, signIn, configProblem } = around;
  const { node, platform } = program;
  const signsIn = signIn.method === 'azure-cli';
  return [
    examination('local', 'node', () => judgeNode(node, platform)),
    examination('local', 'config', () => judgeConfig(configProblem)),
    examination('local', 'az', async () => judgeAz(await probes.azRelease(limitSeconds), signsIn)),
  ];
}

function sandboxOf({ around }: Session): readonly Examination[] {
  const { sandbox } = around;
  if (!sandbox.exists && !sandbox.inUse) {
    return [examination('sandbox', 'world', () => noWorld)];
  }
  return [
    examination('sandbox', 'world', async () => judgeWorld(sandbox, await sandbox.look()), 'fail'),
    examination('sandbox', 'lock', () => judgeLock(sandbox)),
    examination('sandbox', 'server', () => judgeServer(sandbox)),
  ];
}

async function findSubscription(
  context: CommandContext,
  requested: string | undefined,
): Promise<FoundSubscription> {
  const id = await chooseSubscription(context, requested);
  const found = await (await context.services.subscriptions()).get(id);
  if (found === undefined) {
    throw new AzbackupError({
      code: 'AZB_SUBSCRIPTION_NOT_FOUND',
      kind: 'not-found',
      message: `no subscription ${id} is visible to you`,
      target: id,
      fix: ['az account list --output table'],
    });
  }
  return found;
}
