// The look at a restored VM.

import type { DrillCheck, DrillCheckName } from '../../../domain/drill/verdict.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { repeatUntil } from '../../../steps/waiting/repeat-until.js';
import type { CommandContext } from '../../context.js';
import type { RestoreItem, VerificationDocument } from '../../restore/result.js';
import { extensionCheck, startChecks } from './checks.js';
import type { DrillRunOptions } from './command.js';
import type { PreparedDrill } from './prepare.js';
import { isVerified, watchedVm } from './restore-vm.js';
import { runScript } from './script.js';

const DEFAULT_CHECKS: readonly DrillCheckName[] = ['boots', 'agent', 'encryption'];

/** What is looked at. */
export function wantedChecks({ check }: Pick<DrillRunOptions, 'check'>): readonly DrillCheckName[] {
  return check.length === 0 ? DEFAULT_CHECKS : check.map((each) => each.check);
}

/** Nobody waits for what is not asked for. */
const ENCRYPTION: ReadonlySet<string> = new Set<VerificationDocument['what']>([
  'disk-encryption',
  'ade-extension',
]);

/** What was seen of the restored VM. */
export interface Looked {
  readonly checks: readonly DrillCheck[];
  /** From the request of the restore until all was up; undefined where it did not come to that. */
  readonly rtoSeconds: number | undefined;
}

/** Looks at the restored VM until its checks pass, or the window ends. */
export async function checksOf(
  context: CommandContext,
  prepared: PreparedDrill,
  {
    options,
    script,
    requested,
    item,
  }: {
    readonly options: DrillRunOptions;
    /** The text of a script to run in it. */
    readonly script: string | undefined;
    /** When the restore was asked for, in milliseconds. */
    readonly requested: number;
    readonly item: RestoreItem;
  },
): Promise<Looked> {
  const machineId = item.machine?.id ?? '';
  const deadlineMilliseconds = context.clock.now() + options.validationWindow * 1000;
  const wanted = wantedChecks(options);
  const matters = ({ what }: VerificationDocument): boolean =>
    wanted.includes('encryption') || !ENCRYPTION.has(what);
  const verified = await watchedVm(context, prepared, {
    machineId,
    verified: item.verified,
    matters,
    volumes: options.adeVolumeType,
    deadlineMilliseconds,
  });
  const elapsed = Math.round((context.clock.now() - requested) / 1000);
  const isUp = isVerified(verified.filter((each) => matters(each)));
  const isLate = options.rto !== undefined && elapsed > options.rto;
  const checks: DrillCheck[] = [
    ...startChecks(verified, { wanted, encrypted: prepared.chosen.point.encrypted }),
  ];
  if (wanted.includes('extensions')) {
    checks.push(await settledExtensions(context, prepared, { machineId, deadlineMilliseconds }));
  }
  if (script !== undefined) {
    const { location } = prepared;
    checks.push(
      await runScript(context, { vmId: machineId, location, text: script, deadlineMilliseconds }),
    );
  }
  return { checks, rtoSeconds: isUp || isLate ? elapsed : undefined };
}

const LOOK_INTERVAL_SECONDS = 30;

/** What Azure still puts in place is waited for. */
async function settledExtensions(
  context: CommandContext,
  { source }: PreparedDrill,
  {
    machineId,
    deadlineMilliseconds,
  }: { readonly machineId: string; readonly deadlineMilliseconds: number },
): Promise<DrillCheck> {
  let restored: VirtualMachine | undefined;
  return repeatUntil(
    context,
    async () => {
      restored = await machineOr(context, machineId);
      return extensionCheck(source, restored);
    },
    {
      every: LOOK_INTERVAL_SECONDS,
      deadlineMilliseconds,
      settles: ({ outcome }) =>
        outcome !== 'inconclusive' || source === undefined || restored === undefined,
    },
  );
}

async function machineOr(
  { services }: CommandContext,
  id: string,
): Promise<VirtualMachine | undefined> {
  try {
    return await (await services.virtualMachines()).get(id);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}
