// What the machines of a fleet are called, and how they are tagged: as people do it, which is never quite alike.

import type { SeededRandom } from '../build/seeded-random.js';

/** Names that every team gives, each in its own group. */
const ROLES = ['web01', 'sql01', 'app01', 'dc01', 'jump01'];
const shareOfNamesakes = 0.08;

/** Names the machines of one group; no two of them alike, whatever the case. */
export function machineNamer(random: SeededRandom, large: boolean): (index: number) => string {
  const free = [...ROLES];
  return (index) => {
    const role = large && random.chance(shareOfNamesakes) ? free.shift() : undefined;
    return role === undefined
      ? `vm-${String(index + 1).padStart(5, '0')}`
      : inSomeCase(random, role);
  };
}

function inSomeCase(random: SeededRandom, name: string): string {
  const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return random.pick([
    [6, name],
    [2, name.toUpperCase()],
    [2, capital],
  ]);
}

const shareWithoutTags = 0.12;
const shareWithoutOwner = 0.3;

/** Tags of a machine: `env`, `app` and `owner`, with gaps and keys in more than one case. */
export function machineTags(random: SeededRandom): Record<string, string> {
  if (random.chance(shareWithoutTags)) {
    return {};
  }
  const env = random.pick(environments);
  const key = random.pick(environmentKeys);
  const app = random.pick(applications);
  return {
    [key]: env,
    app,
    ...(random.chance(shareWithoutOwner) ? {} : { owner: random.pick(owners) }),
  };
}

const environments = [
  [50, 'prod'],
  [4, 'Prod'],
  [26, 'dev'],
  [20, 'test'],
] as const;

/** Azure compares keys of tags without case and shows them as they were first written. */
const environmentKeys = [
  [85, 'env'],
  [10, 'Env'],
  [5, 'ENV'],
] as const;

const applications = [
  [4, 'billing'],
  [3, 'shop'],
  [2, 'crm'],
  [2, 'reporting'],
  [1, 'legacy-erp'],
] as const;

const owners = [
  [3, 'team-payments'],
  [3, 'team-web'],
  [2, 'team-data'],
  [1, 'kaede@contoso.onmicrosoft.com'],
] as const;
