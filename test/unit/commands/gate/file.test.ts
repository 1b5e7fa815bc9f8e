// What a gate file may hold, and where its faults are shown.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGateFile } from '../../../../src/commands/gate/file.js';
import { GATE_RULES } from '../../../../src/domain/gate/demand.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';

const GOOD = `version: 1
blocks:
  - name: production
    select:
      tag: env=prod
      location: [japaneast, japanwest]
      resource-group: rg-prod
      exclude: VM009
    rules:
      protected: true
      last-point-max-age: 26h
      immutability: locked
      policy: DefaultPolicy
      retention-at-least: daily=30,monthly=12
      no-points-after-retirement: 2028-06-30
  - name: the rest
    select: { all: true }
    rules:
      keys-usable: true
waivers:
  - rule: immutability
    scope: VM001
    reason: moves in March
    expires: 2027-03-01
`;

describe('a gate file', () => {
  it('is read with the place of each demand and waiver', async () => {
    const { unknown, blocks, waivers } = await parseGateFile(GOOD, 'gate.yaml');
    expect(unknown).toBe('fail');
    expect(blocks.map(({ name, line }) => [name, line])).toEqual([
      ['production', 4],
      ['the rest', 17],
    ]);
    expect(blocks[0]?.selection).toMatchObject({
      vm: [],
      all: false,
      tag: [{ kind: 'is', key: 'env', value: 'prod' }],
      location: ['japaneast', 'japanwest'],
      resourceGroups: ['rg-prod'],
      exclude: ['VM009'],
    });
    expect(blocks[0]?.demands).toEqual([
      { demand: { rule: 'protected' }, text: 'protected', line: 10, column: 7 },
      {
        demand: { rule: 'last-point-max-age', seconds: 93_600 },
        text: 'last-point-max-age: 26h',
        line: 11,
        column: 7,
      },
      {
        demand: { rule: 'immutability', locked: true },
        text: 'immutability: locked',
        line: 12,
        column: 7,
      },
      {
        demand: { rule: 'policy', names: ['DefaultPolicy'] },
        text: 'policy: DefaultPolicy',
        line: 13,
        column: 7,
      },
      {
        demand: { rule: 'retention-at-least', keep: { daily: 30, monthly: 12 } },
        text: 'retention-at-least: daily=30,monthly=12',
        line: 14,
        column: 7,
      },
      {
        demand: { rule: 'no-points-after-retirement', deadline: '2028-06-30T00:00:00Z' },
        text: 'no-points-after-retirement: 2028-06-30',
        line: 15,
        column: 7,
      },
    ]);
    expect(waivers).toMatchObject([{ scope: 'VM001', expires: '2027-03-01T00:00:00Z', line: 21 }]);
  });

  /** The file with a line in the place of another. */
  const withLine = (from: string, to: string): string => {
    expect(GOOD).toContain(from);
    return GOOD.replace(from, to);
  };

  it.each([
    ['', 'gate.yaml:1:1'],
    ['version: 2\nblocks: []', 'gate.yaml:1:10 is not valid: version: needs 1'],
    [
      withLine('version: 1', 'version: 1\nrules: {}'),
      'gate.yaml:2:1 is not valid: unknown key rules',
    ],
    [
      withLine('protected: true', 'protcted: true'),
      'gate.yaml:10:7 is not valid: unknown key blocks.rules.protcted; similar keys: protected',
    ],
    [
      withLine('protected: true', 'protected: 1'),
      'gate.yaml:10:18 is not valid: blocks.rules.protected: needs true',
    ],
    [
      withLine('26h', '26'),
      'gate.yaml:11:27 is not valid: last-point-max-age needs a duration such as',
    ],
    [withLine('26h', '26 hours'), 'last-point-max-age needs a duration such as'],
    [withLine('immutability: locked', 'immutability: maybe'), 'gate.yaml:12:21'],
    [withLine('daily=30,monthly=12', 'daily=30@sun'), 'gate.yaml:14:27'],
    [withLine('daily=30,monthly=12', 'weekly=none'), 'needs counts such as daily=30'],
    [withLine('daily=30,monthly=12', 'often'), "invalid term 'often'"],
    [withLine('2028-06-30', 'soon'), 'gate.yaml:15:35'],
    [
      withLine('tag: env=prod', 'tag: =prod'),
      'gate.yaml:5:12 is not valid: blocks.select.tag: tag needs key=value',
    ],
    [withLine('{ all: true }', '{}'), 'gate.yaml:17:13'],
    [withLine('{ all: true }', '{ all: true, vm: VM001 }'), 'vm and all cannot be used together'],
    [
      withLine('name: the rest', 'name: production'),
      'gate.yaml:16:11 is not valid: two blocks are named production',
    ],
    [withLine('    expires: 2027-03-01\n', ''), 'waivers.expires is missing'],
    [withLine('2027-03-01', 'never'), 'gate.yaml:24:14'],
    [withLine('rule: immutability', 'rule: everything'), 'gate.yaml:21:11'],
    [
      withLine('protected: true', 'drill-max-age: 90 days'),
      'gate.yaml:10:22 is not valid: drill-max-age needs a duration such as',
    ],
    [withLine('protected: true', 'protected: [true'), 'gate.yaml:11:'],
    ['', 'gate.yaml:1:1 is not valid: needs keys: version, unknown, drills, blocks, waivers'],
    ['\uFFFD', 'gate.yaml:1:1 is not valid: needs keys: version'],
    [
      'version: 1\nblocks: [a]',
      'gate.yaml:2:10 is not valid: blocks: needs keys: name, select, rules',
    ],
    [withLine('{ all: true }', 'all'), 'blocks.select: needs keys: vm'],
    [withLine('protected: true', 'protected: true\n      protected: true'), 'gate.yaml:11:7'],
    [withLine('version: 1', 'version: *one'), 'gate.yaml:1:10'],
  ])('%#: names line and column', async (text, words) => {
    const error: unknown = await parseGateFile(text, 'gate.yaml').catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(AzbackupError);
    expect(error).toMatchObject({
      fields: { code: 'AZB_GATE_FILE_INVALID', kind: 'usage' },
      message: expect.stringContaining(words),
    });
    expect(String(error)).toMatch(/gate\.yaml:\d+:\d+ is not valid: ./u);
  });

  it('is shown in docs/gate.md as it can be', async () => {
    const [, text = ''] =
      /```yaml\n(version: [\s\S]*?)```/u.exec(readFileSync('docs/gate.md', 'utf8')) ?? [];
    const { blocks, waivers } = await parseGateFile(text, 'gate.yaml');
    const rules = new Set(
      blocks.flatMap(({ demands }) => demands.map(({ demand }) => demand.rule)),
    );
    expect([...rules].toSorted()).toEqual(GATE_RULES.toSorted());
    expect(waivers).toHaveLength(1);
  });

  it('names every fault, in the order of the file', async () => {
    const text = withLine('26h', 'x').replace('rule: immutability', 'rule: y');
    const error: unknown = await parseGateFile(text, 'gate.yaml').catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      message: expect.stringContaining('gate.yaml:11:27'),
      fields: { causes: [expect.stringContaining('gate.yaml:21:11: ')] },
    });
  });
});
