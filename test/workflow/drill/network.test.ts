// The network of a drill lets ADE reach what it needs, and nothing else: with less of it ADE fails.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { resourcesOfType } from '../../../src/sandbox/kernel/resource.js';
import { SECURITY_GROUP_TYPE } from '../../../src/sandbox/providers/network/request.js';
import { defaultWorld } from '../../support/run-cli.js';
import { addKind } from '../restore/restore-kinds.js';
import { drill } from './drills.js';

const rulesSchema = z.array(
  z.looseObject({ properties: z.looseObject({ destinationAddressPrefix: z.string() }) }),
);

const NEEDED = ['AzureKeyVault.japaneast', 'AzureActiveDirectory', 'Storage.japaneast'];

it.each(NEEDED)('ADE in the restored VM fails without %s', async (tag) => {
  const world = defaultWorld();
  addKind(world, { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] });
  const { run, item } = await drill('--vm VM300', world, {
    around: async (_, answer) => {
      const response = await answer();
      for (const { properties } of resourcesOfType(world, SECURITY_GROUP_TYPE)) {
        properties['securityRules'] = rulesSchema
          .parse(properties['securityRules'])
          .filter((rule) => rule.properties.destinationAddressPrefix !== tag);
      }
      return response;
    },
  });
  expect([run.code, item.outcome, item.cleanup]).toEqual([12, 'failed', 'clean']);
  expect(JSON.stringify(item)).toContain(`does not let it reach ${tag.replace(/\..*/u, '')}`);
});

it('nothing else is open, and with it the drill passes', async () => {
  const world = defaultWorld();
  addKind(world, { osType: 'Linux', ade: 'kek', dataDiskSizesGB: [32] });
  let open: readonly string[] = [];
  const { item } = await drill('--vm VM300', world, {
    around: async (_, answer) => {
      const response = await answer();
      const [group] = resourcesOfType(world, SECURITY_GROUP_TYPE);
      const rules = rulesSchema.parse(group?.properties['securityRules'] ?? []);
      open = [...open, ...rules.map(({ properties }) => properties.destinationAddressPrefix)];
      return response;
    },
  });
  expect([item.outcome, item.reasons]).toEqual(['passed', []]);
  expect(new Set(open)).toEqual(new Set([...NEEDED, '*']));
});
