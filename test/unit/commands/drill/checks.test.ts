// From what was seen in the restored VM to checks.
import { describe, expect, it } from 'vitest';
import { extensionCheck, startChecks } from '../../../../src/commands/drill/run/checks.js';
import { securityRules } from '../../../../src/commands/drill/run/build-place.js';
import { checkOf } from '../../../../src/commands/drill/run/script.js';
import type { VerificationDocument } from '../../../../src/commands/restore/result.js';
import type { VirtualMachine } from '../../../../src/domain/virtual-machine.js';
import type { ScriptRun } from '../../../../src/services/drill-services.js';

type States = Partial<Record<VerificationDocument['what'], VerificationDocument['status']>>;

const LOOKED_AT = [
  'provisioning',
  'power-state',
  'agent',
  'disk-encryption',
  'ade-extension',
] as const;

/** All that was looked at is well, but for these; the ADE extension only where it is among them. */
function seen(states: States): readonly VerificationDocument[] {
  return LOOKED_AT.filter((what) => what !== 'ade-extension' || states[what] !== undefined).map(
    (what) => {
      const status = states[what] ?? 'verified';
      return { what, status, detail: `${what} ${status}` };
    },
  );
}

describe('the checks of the start', () => {
  it.each<[string, States, readonly [boots: string, agent: string, encryption: string]]>([
    ['all is good', {}, ['passed', 'passed', 'passed']],
    ['the VM is off', { 'power-state': 'failed' }, ['failed', 'passed', 'passed']],
    ['its creation failed', { provisioning: 'failed' }, ['failed', 'passed', 'passed']],
    // It may stand at the boot screen and wait for its key.
    ['the agent is silent', { agent: 'not-verified' }, ['inconclusive', 'inconclusive', 'passed']],
    ['a disk is not encrypted', { 'disk-encryption': 'failed' }, ['passed', 'passed', 'failed']],
    ['nobody says', { 'disk-encryption': 'not-verified' }, ['passed', 'passed', 'inconclusive']],
    ['ADE has failed', { 'ade-extension': 'failed' }, ['passed', 'passed', 'failed']],
  ])('%s', (_, states, outcomes) => {
    const checks = startChecks(seen(states), {
      wanted: ['boots', 'agent', 'encryption'],
      encrypted: true,
    });
    expect(checks.map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  it('are inconclusive where nothing was seen', () => {
    const wanted = ['boots', 'agent', 'encryption'] as const;
    const checks = startChecks([], { wanted, encrypted: true });
    expect(checks.map(({ outcome }) => outcome)).toEqual(wanted.map(() => 'inconclusive'));
  });

  // A VM that cannot be read shows its provisioning only; that says nothing of its disks.
  it.each([
    [true, 'inconclusive'],
    [false, 'passed'],
  ])('have encryption where the disks were not looked at: point encrypted %s, %s', (...row) => {
    const [encrypted, outcome] = row;
    const unread = seen({ provisioning: 'not-verified' }).slice(0, 1);
    const [check] = startChecks(unread, { wanted: ['encryption'], encrypted });
    expect(check?.outcome).toBe(outcome);
  });
});

const RUN: ScriptRun = { state: 'Succeeded', exitCode: 0, output: '', error: '', message: '' };

describe('the end of a script', () => {
  it.each<[string, ScriptRun | undefined, string, RegExp]>([
    ['exit code 0', RUN, 'passed', /^exit code 0$/u],
    [
      'another exit code',
      { ...RUN, state: 'Failed', exitCode: 3, error: 'no\ndisk' },
      'failed',
      /^exit code 3: no disk$/u,
    ],
    // Azure has been seen to call a script that failed a success.
    [
      'another exit code that Azure calls a success',
      { ...RUN, exitCode: 1 },
      'failed',
      /^exit code 1/u,
    ],
    ['it hangs', { ...RUN, state: 'TimedOut', exitCode: undefined }, 'failed', /did not end/u],
    [
      'it still runs',
      { ...RUN, state: 'Running', exitCode: undefined },
      'inconclusive',
      /Running/u,
    ],
    ['it was cancelled', { ...RUN, state: 'Canceled' }, 'inconclusive', /Canceled/u],
    [
      'Azure could not run it',
      { ...RUN, state: 'Failed', exitCode: undefined, message: 'no agent' },
      'inconclusive',
      /^no agent$/u,
    ],
    ['nothing is there', undefined, 'inconclusive', /has not run/u],
  ])('%s', (_, run, outcome, observed) => {
    const check = checkOf(run);
    expect(check.outcome).toBe(outcome);
    expect(check.observed).toMatch(observed);
  });

  it('keeps the end of what it wrote, on one harmless line', () => {
    const { observed } = checkOf({ ...RUN, output: `${'x'.repeat(2000)}\n\u001B[31mend` });
    expect(observed.length).toBeLessThan(560);
    expect(observed).toMatch(/end$/u);
    expect(observed).not.toContain('\u001B');
  });
});

describe('the rules of the network', () => {
  it('let nothing in and nothing out', () => {
    expect(
      securityRules({ adeRuns: false, location: 'japaneast' }).map(({ direction, access }) => [
        direction,
        access,
      ]),
    ).toEqual([
      ['Inbound', 'Deny'],
      ['Outbound', 'Deny'],
    ]);
  });

  it('let ADE out to what it needs, by HTTPS, before all else is denied', () => {
    const rules = securityRules({ adeRuns: true, location: 'Japan East' });
    const allowed = rules.filter(({ access }) => access === 'Allow');
    const [deny] = rules.filter((rule) => rule.access === 'Deny' && rule.direction === 'Outbound');
    expect(
      allowed.every(({ direction, service }) => direction === 'Outbound' && service?.port === 443),
    ).toBe(true);
    expect(allowed.every(({ priority }) => priority < (deny?.priority ?? 0))).toBe(true);
  });
});

describe('the check of extensions', () => {
  const ADE = { publisher: 'Microsoft.Azure.Security', type: 'AzureDiskEncryption' };
  const BACKUP = { publisher: 'Microsoft.Azure.RecoveryServices', type: 'VMSnapshot' };
  const MONITOR = { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' };
  type Given = readonly {
    readonly publisher: string;
    readonly type: string;
    readonly provisioningState?: string;
  }[];
  const inState = (provisioningState: string): Given => [{ ...ADE, provisioningState }];

  it.each<[Given, Given, string, string]>([
    [[ADE], [ADE], 'passed', 'all 1 are there'],
    // Whatever was backed up has it; what was restored has not been backed up.
    [[ADE, BACKUP], [ADE], 'passed', 'all 1 are there'],
    [[BACKUP], [], 'passed', 'all 0 are there'],
    [[BACKUP, MONITOR], [], 'failed', 'AzureMonitorLinuxAgent is not there'],
    [[ADE], inState('Failed'), 'failed', 'AzureDiskEncryption is Failed'],
    [[ADE], inState('canceled'), 'failed', 'AzureDiskEncryption is canceled'],
    // What goes on says nothing yet.
    [[ADE], inState('Creating'), 'inconclusive', 'AzureDiskEncryption is Creating'],
    [[ADE], inState('Updating'), 'inconclusive', 'AzureDiskEncryption is Updating'],
    [[ADE], inState('Transitioning'), 'inconclusive', 'AzureDiskEncryption is Transitioning'],
    [
      [ADE, MONITOR],
      inState('Updating'),
      'failed',
      'AzureMonitorLinuxAgent is not there, AzureDiskEncryption is Updating',
    ],
  ])('%j, restored with %j: %s', (before, after, outcome, observed) => {
    const of = (given: Given): Pick<VirtualMachine, 'extensions'> => ({
      extensions: given.map((each) => ({
        name: each.type,
        typeHandlerVersion: '1.0',
        provisioningState: 'Succeeded',
        settings: {},
        ...each,
      })),
    });
    expect(extensionCheck(of(before), of(after))).toEqual({
      check: 'extensions',
      outcome,
      observed,
    });
  });
});
