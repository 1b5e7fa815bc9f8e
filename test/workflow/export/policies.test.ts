// The exported definitions over the resources of the sandbox's worlds: what they find is what azbackup finds.
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFINITIONS, type DefinitionName } from '../../../src/domain/export/policy/definitions.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { worldNamed } from '../../../src/sandbox/estates/catalogue.js';
import { allEntries } from '../../../src/sandbox/kernel/entry-index.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  finds,
  type PolicyResource,
  type PolicyWorld,
} from '../../support/export/policy-evaluator.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';

const ITEM_TYPE = 'Microsoft.RecoveryServices/backupprotecteditems';

function resourcesOf(world: WorldState): readonly PolicyResource[] {
  return Object.values(world.resources).map(({ id, type, tags, properties }) => ({
    id,
    type,
    tags: tags ?? {},
    properties,
  }));
}

/** Items are extension resources of their machine, and of no namesake. */
function policyWorld(world: WorldState, parameters: PolicyWorld['parameters'] = {}): PolicyWorld {
  const items = Object.values(world.backup).flatMap(({ items: list }) => allEntries(list));
  return {
    parameters: { exclusionTagName: '', exclusionTagValue: [], ...parameters },
    below: ({ id }, type) =>
      type === ITEM_TYPE
        ? items
            .filter(({ vmId }) => vmId.toLowerCase() === id.toLowerCase())
            .map(({ vmId, name }) => ({
              id: `${vmId}/providers/${ITEM_TYPE}/${name}`,
              type: ITEM_TYPE,
              tags: {},
              properties: { friendlyName: vmId.split('/').at(-1) },
            }))
        : [],
  };
}

function found(
  name: DefinitionName,
  world: WorldState,
  parameters?: PolicyWorld['parameters'],
): readonly PolicyResource[] {
  const view = policyWorld(world, parameters);
  return resourcesOf(world).filter((resource) =>
    finds(DEFINITIONS[name].policyRule, resource, view),
  );
}

/** The machine that a disk is of, or an extension. */
function machineOf({ id, type }: PolicyResource, world: WorldState): string {
  const managedBy = world.resources[id.toLowerCase()]?.extra?.['managedBy'];
  return (
    type === 'Microsoft.Compute/disks' ? String(managedBy) : id.replace(/\/extensions\/.*$/iu, '')
  ).toLowerCase();
}

async function status(world: WorldState): Promise<StatusDocument['items']> {
  const places = world.subscriptions.flatMap(({ subscriptionId }) => [
    '--subscription',
    subscriptionId,
  ]);
  const argv = ['status', '--all', ...places, '--exit-zero', '-o', 'json'];
  return (await runCli(argv, { world })).json<StatusDocument>().items;
}

const names = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].toSorted();

describe.each(['default', 'two-subscriptions', 'fleet:60'])('in the world %s', (name) => {
  const world = worldNamed(name)(TEST_NOW);
  let items: StatusDocument['items'];
  beforeAll(async () => {
    items = await status(structuredClone(world));
  });

  it('the audits of settings and extension find every machine with ADE, and no other', () => {
    const flagged = [...found('audit-ade', world), ...found('deny-ade-extension', world)];
    const ade = items.filter(({ encryption }) => encryption?.kind === 'ade');
    const attached = flagged
      .map((each) => machineOf(each, world))
      .filter((id) => id !== 'undefined');
    expect(names(attached)).toEqual(names(ade.map(({ vm }) => vm.id.toLowerCase())));
    expect(ade.length).toBeGreaterThan(0);
  });

  it('the audit of protection finds the machines without an item of their own', () => {
    // Azure Policy sees what a deny assignment hides from the caller, too.
    const seen = new Set(items.map(({ vm }) => vm.id.toLowerCase()));
    const flagged = found('audit-unprotected', world).map(({ id }) => id.toLowerCase());
    expect(names(flagged.filter((id) => seen.has(id)))).toEqual(
      names(
        items
          .filter(({ outcome }) => outcome === 'not-protected')
          .map(({ vm }) => vm.id.toLowerCase()),
      ),
    );
  });
});

describe('the audit of protection', () => {
  const world = worldNamed('two-subscriptions')(TEST_NOW);
  const places = (resources: readonly PolicyResource[]): readonly string[] =>
    resources.map(({ id }) => `${id.split('/')[4]} ${id.split('/')[8]}`.toLowerCase()).toSorted();

  it('finds the namesakes of a protected machine, which a condition on its name lets pass', () => {
    expect(places(found('audit-unprotected', world))).toContain('rg-data web01');
    const { policyRule } = DEFINITIONS['audit-unprotected'];
    const view = policyWorld(world);
    const items = resourcesOf(world).flatMap((machine) => view.below(machine, ITEM_TYPE));
    const byName = resourcesOf(world).filter((resource) =>
      finds(policyRule, resource, {
        ...view,
        below: ({ id }, type) =>
          type === ITEM_TYPE
            ? items.filter(({ properties }) => properties['friendlyName'] === id.split('/').at(-1))
            : [],
      }),
    );
    expect(places(byName)).not.toContain('rg-data web01');
  });

  it('leaves out what a tag excludes, by its value', () => {
    const [first] = found('audit-unprotected', world).filter(
      ({ tags }) => tags['env'] !== undefined,
    );
    const excluded = (values: readonly string[]): readonly string[] =>
      places(
        found('audit-unprotected', world, { exclusionTagName: 'ENV', exclusionTagValue: values }),
      );
    const place = places(first === undefined ? [] : [first])[0];
    expect(excluded([String(first?.tags['env'])])).not.toContain(place);
    expect(excluded(['another'])).toContain(place);
  });
});
