import { isUnregistered, type Fact } from '../../../domain/fact.js';
import type { Check, CheckResult } from '../../check.js';
import { fail, pass, skip } from '../../check-result.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';

/** Nothing is asked for it: a provider that is not registered says so to every request. */
export const vmProvidersRegistered: Check = {
  id: 'vm.providers-registered',
  title: 'The subscription is registered for the resource providers that backups need',
  severity: 'block',
  source: 'Resolve errors for resource provider registration: MissingSubscriptionRegistration',
  evaluate: (facts) => [resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { vm } = facts;
  const subject = `/subscriptions/${vm.subscriptionId}`;
  const asked = answersOf(facts);
  const refused = asked.filter((fact) => isUnregistered(fact));
  if (refused.length > 0) {
    return fail('The subscription is not registered for a resource provider that backups need', {
      subject,
      evidence: [...new Set(refused.map(({ message }) => message))],
      fix: [...new Set(refused.flatMap(({ fix }) => fix ?? []))],
      docs: DOCS.providerRegistration,
    });
  }
  return asked.some(({ status }) => status !== 'unreadable')
    ? pass('The resource providers that backups need are registered', { subject })
    : skip('no resource provider answered', { subject });
}

function answersOf({ protection, vault, keyVaults }: PreflightFacts): readonly Fact<unknown>[] {
  // A vault may be absent because nobody asked; what Azure answered about the VM's protection was asked for.
  const ofVault = vault.status === 'absent' ? [] : [vault];
  return [protection, ...ofVault, ...keyVaults.map((each) => each.vault)];
}
