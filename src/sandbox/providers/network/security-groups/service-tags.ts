// Addresses of rules: a range, or the tag of a service, which may stand for the service in one region where Azure has that
// of it. Documentation: Virtual network service tags, available service tags, column "can use regional".

import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { rulePrefix } from '../errors.js';
import { rangeOf } from '../virtual-networks/address-range.js';

const REGIONAL = new Set(['azurecloud', 'azurekeyvault', 'storage']);
const GLOBAL = new Set(['azureactivedirectory', 'azureloadbalancer', 'internet', 'virtualnetwork']);

/** Throws for what is neither; tags that the sandbox does not know are not modelled. */
export function requireRulePrefix(prefix: string): void {
  if (prefix === '*' || rangeOf(prefix) !== undefined || rangeOf(`${prefix}/32`) !== undefined) {
    return;
  }
  const [tag = '', region, ...more] = prefix.toLowerCase().split('.');
  if (!REGIONAL.has(tag) && !GLOBAL.has(tag)) {
    throw new Refusal(
      /^[a-z]+$/iu.test(tag) ? notModelled(`the service tag ${prefix}`) : rulePrefix(prefix),
    );
  }
  const fits = region === undefined || (REGIONAL.has(tag) && /^[a-z0-9]+$/u.test(region));
  if (!fits || more.length > 0) {
    throw new Refusal(rulePrefix(prefix));
  }
}
