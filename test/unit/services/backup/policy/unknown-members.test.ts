// What the program does not know of a policy: wherever it stands, it is named by its path, and the rest of the
// policy reads as if it were not there. An update refuses what is named, so none of it is ever lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type PolicyTerms } from '../../../../../src/domain/backup-policy/policy.js';
import { policyFrom } from '../../../../../src/services/backup/policy/resource.js';
import { termsFromJson } from '../../../../../src/services/backup/policy/terms.js';
import { policyFromWire, policyToWire } from '../../../../../src/services/backup/policy/wire.js';
import { termsToJson } from '../../../../../src/commands/policy/report.js';
import { randomTerms } from '../../../../support/random-policies.js';

const DATE = '2026-11-23';

/** Not the beginning of any name that Azure has, in whatever casing. */
const newName = fc.stringMatching(/^zz[A-Za-z]{1,8}$/u);
const newValue = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.constant({ on: [1] }));

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The paths of all objects in JSON. */
function objectPaths(json: unknown, path: readonly (string | number)[] = []): (typeof path)[] {
  const within = Array.isArray(json)
    ? json.flatMap((each: unknown, index) => objectPaths(each, [...path, index]))
    : isObject(json)
      ? Object.entries(json).flatMap(([name, each]) => objectPaths(each, [...path, name]))
      : [];
  return isObject(json) ? [path, ...within] : within;
}

/** The JSON with one more member in the object at a path. */
function planted(
  json: unknown,
  path: readonly (string | number)[],
  member: readonly [string, unknown],
): unknown {
  const [head, ...rest] = path;
  if (Array.isArray(json)) {
    return json.map((each: unknown, index) =>
      index === head ? planted(each, rest, member) : each,
    );
  }
  const entries = Object.entries(isObject(json) ? json : {});
  return Object.fromEntries(
    head === undefined
      ? [...entries, member]
      : entries.map(([name, each]) => [name, name === head ? planted(each, rest, member) : each]),
  );
}

/** As an SDK with another casing has it, which also writes nulls. */
function recased(json: unknown, casing: (name: string) => string): unknown {
  if (Array.isArray(json)) {
    return json.map((each: unknown) => recased(each, casing));
  }
  return isObject(json)
    ? Object.fromEntries([
        ...Object.entries(json).map(([name, each]) => [casing(name), recased(each, casing)]),
        ['zzNothing', null],
      ])
    : json;
}

function dotted(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (before, each) =>
      typeof each === 'number' ? `${before}[${each}]` : before === '' ? each : `${before}.${each}`,
    '',
  );
}

/** JSON of a policy, and the same with one or two members that nobody knows. */
function withUnknown(jsonOf: (terms: PolicyTerms) => unknown) {
  return randomTerms.chain((terms) => {
    const json: unknown = JSON.parse(JSON.stringify(jsonOf(terms)));
    const place = fc.constantFrom(...objectPaths(json));
    return fc
      .uniqueArray(fc.tuple(place, newName, newValue), {
        minLength: 1,
        maxLength: 2,
        selector: ([, name]) => name.toLowerCase(),
      })
      .map((members) => ({
        terms,
        json: members.reduce<unknown>(
          (before, [path, name, value]) => planted(before, path, [name, value]),
          json,
        ),
        paths: members.map(([path, name]) => dotted([...path, name])).toSorted(),
      }));
  });
}

describe('members that nobody knows', () => {
  it("are named in Azure's JSON, and hide nothing else", () => {
    fc.assert(
      fc.property(
        withUnknown((terms) => policyToWire(terms, DATE)),
        ({ terms, json, paths }) => {
          const reading = policyFromWire(json);
          expect(reading).toMatchObject({ terms, problems: [], timesDate: DATE });
          expect(reading.unknown.toSorted()).toEqual(paths);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stand with the policy, where an update looks for them', () => {
    fc.assert(
      fc.property(
        withUnknown((terms) => policyToWire(terms, DATE)),
        ({ terms, json, paths }) => {
          const properties = { backupManagementType: 'AzureIaasVM', ...(isObject(json) && json) };
          const policy = policyFrom({ id: '/policies/p', name: 'p', properties });
          expect(policy).toMatchObject({ ...terms, name: 'p' });
          expect(policy?.unknownFields?.toSorted()).toEqual(paths);
        },
      ),
    );
  });

  it('are named in a file', () => {
    fc.assert(
      fc.property(withUnknown(termsToJson), ({ terms, json, paths }) => {
        const reading = termsFromJson(json);
        expect(reading).toMatchObject({ terms, problems: [] });
        expect(reading.unknown.toSorted()).toEqual(paths);
      }),
      { numRuns: 300 },
    );
  });
});

describe('another casing of the members', () => {
  it.each([
    ['lower', (name: string) => name.toLowerCase()],
    ['upper', (name: string) => name.toUpperCase()],
  ])('in %s case is the same policy', (_, casing) => {
    fc.assert(
      fc.property(randomTerms, (terms) => {
        const wire = recased(policyToWire(terms, DATE), casing);
        expect(policyFromWire(wire)).toEqual({ terms, problems: [], unknown: [], timesDate: DATE });
        const json = recased(JSON.parse(JSON.stringify(termsToJson(terms))), casing);
        expect(termsFromJson(json)).toEqual({ terms, problems: [], unknown: [] });
      }),
    );
  });
});

describe('a member of the wrong kind', () => {
  const weekly: PolicyTerms = {
    policyType: 'Enhanced',
    timeZone: 'UTC',
    schedule: { frequency: 'Weekly', times: ['02:00'], days: ['Sunday'] },
    retention: {
      weekly: { weeks: 4, on: ['Sunday'] },
      monthly: { months: 12, on: { format: 'Daily', dates: [1, 'Last'] } },
    },
    instantRestoreDays: 2,
    archive: { mode: 'after', count: 3, unit: 'Months' },
    snapshotGroup: { prefix: 'rg' },
  };

  it.each([
    [
      ['schedulePolicy', 'scheduleRunFrequency'],
      'Yearly',
      "must be one of Hourly, Daily, Weekly, not 'Yearly'",
    ],
    [['schedulePolicy', 'weeklySchedule'], [], 'must be an object'],
    [['schedulePolicy', 'weeklySchedule'], undefined, 'is missing'],
    [
      ['schedulePolicy', 'weeklySchedule', 'scheduleRunDays', 0],
      'Someday',
      `must be one of ${WEEKDAYS.join(', ')}, not 'Someday'`,
    ],
    [
      ['schedulePolicy', 'weeklySchedule', 'scheduleRunTimes'],
      '02:00',
      "must be a list, not '02:00'",
    ],
    [
      ['retentionPolicy', 'weeklySchedule', 'retentionDuration', 'count'],
      1.5,
      'must be a whole number',
    ],
    [
      ['retentionPolicy', 'monthlySchedule', 'retentionScheduleFormatType'],
      undefined,
      'is missing',
    ],
    [
      [
        'retentionPolicy',
        'monthlySchedule',
        'retentionScheduleDaily',
        'daysOfTheMonth',
        1,
        'isLast',
      ],
      'yes',
      "must be true or false, not 'yes'",
    ],
    [
      ['retentionPolicy', 'monthlySchedule', 'retentionScheduleDaily', 'daysOfTheMonth', 0, 'date'],
      undefined,
      'is missing',
    ],
    [
      ['tieringPolicy', 'ArchivedRP', 'durationType'],
      'Hours',
      "must be one of Days, Weeks, Months, Years, not 'Hours'",
    ],
    [['instantRPDetails', 'azureBackupRGNamePrefix'], 7, 'must be a string'],
    [['timeZone'], 7, 'must be a string'],
  ] as const)('at %j as %j is a problem by its path', (path, value, problem) => {
    const { problems, terms } = policyFromWire(replaced(policyToWire(weekly, DATE), path, value));
    expect(terms).toBeUndefined();
    expect(problems).toEqual([`${dotted(path)} ${problem}`]);
  });
});

function replaced(json: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) {
    return value;
  }
  if (Array.isArray(json)) {
    return json.map((each: unknown, index) =>
      index === head ? replaced(each, rest, value) : each,
    );
  }
  const object = isObject(json) ? json : {};
  return { ...object, [head]: replaced(object[head], rest, value) };
}
