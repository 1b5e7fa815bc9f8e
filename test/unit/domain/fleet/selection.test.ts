// The words that select machines, held against a plain filter.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encryptionClasses,
  isOfClass,
  parseTag,
  passes,
  type MachineFilter,
  type SelectableMachine,
} from '../../../../src/domain/fleet/selection.js';

const NOTHING: MachineFilter = {
  resourceGroups: [],
  locations: [],
  tags: [],
  encryption: [],
  protection: [],
  exclude: [],
};
const MACHINE: SelectableMachine = {
  id: '/subscriptions/s/resourceGroups/rg-a/providers/Microsoft.Compute/virtualMachines/web01',
  name: 'web01',
  resourceGroup: 'rg-a',
  location: 'japaneast',
  tags: { Env: 'prod', owner: '' },
};

describe('a tag', () => {
  it.each([
    ['env', { kind: 'has', key: 'env' }],
    ['env=prod', { kind: 'is', key: 'env', value: 'prod' }],
    ['env=', { kind: 'is', key: 'env', value: '' }],
    ['env!=prod', { kind: 'is-not', key: 'env', value: 'prod' }],
    ['sum=a=b', { kind: 'is', key: 'sum', value: 'a=b' }],
    [' env =prod', { kind: 'is', key: 'env', value: 'prod' }],
    ['=prod', undefined],
    ['!=prod', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(parseTag(text)).toEqual(expected);
  });
});

describe('a machine', () => {
  const tag = (text: string): MachineFilter => {
    const condition = parseTag(text);
    return { ...NOTHING, tags: condition === undefined ? [] : [condition] };
  };

  it.each<[string, MachineFilter, boolean]>([
    ['nothing', NOTHING, true],
    ['its group in another case', { ...NOTHING, resourceGroups: ['RG-A'] }, true],
    ['one of two groups', { ...NOTHING, resourceGroups: ['rg-b', 'rg-a'] }, true],
    ['another group', { ...NOTHING, resourceGroups: ['rg-b'] }, false],
    ['its region as the portal writes it', { ...NOTHING, locations: ['Japan East'] }, true],
    ['another region', { ...NOTHING, locations: ['japanwest'] }, false],
    ['a tag whose key has another case', tag('env=prod'), true],
    ['a value in another case', tag('env=Prod'), false],
    ['a tag that is empty', tag('owner'), true],
    ['a tag that is not there', tag('app'), false],
    ['not this value', tag('env!=prod'), false],
    ['not a value, of a tag that is not there', tag('app!=x'), true],
    ['its name left out', { ...NOTHING, exclude: ['WEB01'] }, false],
    ['its id left out', { ...NOTHING, exclude: [MACHINE.id.toUpperCase()] }, false],
    ['another one left out', { ...NOTHING, exclude: ['web02'] }, true],
  ])('%s', (_, filter, expected) => {
    expect(passes(MACHINE, filter)).toBe(expected);
  });
});

describe('a class', () => {
  it.each([
    [[], [], true],
    [['ade'], ['ade'], true],
    [['ade', 'cmk'], ['cmk'], true],
    [['ade'], [], false],
    [['ade'], ['pmk'], false],
  ])('wanted %j, found %j: %s', (wanted, found, expected) => {
    expect(isOfClass<string>(wanted, found)).toBe(expected);
  });

  it.each([
    ['at-host', ['des'], ['host', 'cmk']],
    ['at-host', [], ['host']],
    ['customer-key', ['des'], ['cmk']],
    ['double', ['des'], ['cmk']],
    ['confidential', [], ['pmk']],
    ['platform-key', [], ['pmk', 'none']],
  ] as const)('%s with %j is %j', (kind, diskEncryptionSetIds, expected) => {
    const found = { kind, diskEncryptionSetIds, residue: 'none', evidence: [] } as const;
    expect(encryptionClasses(found)).toEqual(expected);
  });

  it('is unknown of what is not recognised', () => {
    expect(encryptionClasses({ kind: 'unrecognised', what: 'x', evidence: [] })).toEqual([]);
  });
});

const word = fc.constantFrom('a', 'b', 'C');
const machine = fc.record({
  id: word.map((name) => `/subscriptions/s/vm/${name}`),
  name: word,
  resourceGroup: word,
  location: word,
  tags: fc.dictionary(word, word, { maxKeys: 2 }),
});
const filter = fc.record({
  resourceGroups: fc.array(word, { maxLength: 2 }),
  locations: fc.array(word, { maxLength: 2 }),
  tags: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('has' as const), key: word }),
      fc.record({
        kind: fc.constantFrom('is' as const, 'is-not' as const),
        key: word,
        value: word,
      }),
    ),
    { maxLength: 2 },
  ),
  encryption: fc.constant([]),
  protection: fc.constant([]),
  exclude: fc.array(word, { maxLength: 1 }),
});

it('never passes where any word excludes it, and always where none does', () => {
  fc.assert(
    fc.property(machine, filter, (found, wanted) => {
      const small = (text: string): string => text.toLowerCase();
      const tags = new Map(Object.entries(found.tags).map(([key, value]) => [small(key), value]));
      const reasons = [
        wanted.resourceGroups.length > 0 &&
          !wanted.resourceGroups.map(small).includes(small(found.resourceGroup)),
        wanted.locations.length > 0 && !wanted.locations.map(small).includes(small(found.location)),
        wanted.exclude.map(small).includes(small(found.name)),
        ...wanted.tags.map((condition) => {
          const value = tags.get(small(condition.key));
          return condition.kind === 'has'
            ? value === undefined
            : (value === condition.value) !== (condition.kind === 'is');
        }),
      ];
      // Two keys of one machine that differ only in case are no machine of Azure's.
      fc.pre(tags.size === Object.keys(found.tags).length);
      expect(passes(found, wanted)).toBe(!reasons.includes(true));
    }),
  );
});
