// The registry of codes against everything that gives codes: the sandbox, and the reference on Azure.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AZURE_EXPLANATIONS } from '../../../../src/errors/explanations/azure-explanations.js';
import { ENCRYPTION_DETAILS } from '../../../../src/errors/explanations/details-of-encryption.js';
import { MACHINE_DETAILS } from '../../../../src/errors/explanations/details-of-machines.js';
import { PLATFORM_DETAILS } from '../../../../src/errors/explanations/details-of-platform.js';
import { VAULT_DETAILS } from '../../../../src/errors/explanations/details-of-vaults.js';
import { SUGGESTIONS } from '../../../../src/errors/suggestions.js';
import { allEntries, entryOf } from '../../../../src/commands/explain/entries.js';
import { buildProgram } from '../../../../src/cli/program.js';
import { shellWords } from '../../../support/shell-blocks.js';
import { referenceCodes } from './reference-codes.js';
import { sandboxCodes } from './sandbox-codes.js';

const ENTRIES = allEntries();
const REFERENCE = path.join('..', 'shared', 'reference');

function unexplained(codes: readonly string[]): readonly string[] {
  return codes.filter((code) => entryOf(ENTRIES, code) === undefined);
}

describe('the registry', () => {
  it('has every code that the sandbox can give', () => {
    const codes = sandboxCodes();
    expect(codes).toEqual(
      expect.arrayContaining([
        'AADSTS7000215',
        'BCMV2VMNotFound',
        'ExpiredAuthenticationToken',
        'KeyDisabled',
        'ServiceUnavailable',
        'SubnetIsFull',
      ]),
    );
    expect(codes.length).toBeGreaterThan(150);
    expect(unexplained(codes)).toEqual([]);
  });

  // The reference is no part of this repository; who has it beside the project holds the registry to it.
  it.skipIf(!existsSync(REFERENCE))('has every code of the reference on Azure', () => {
    const pages = readdirSync(REFERENCE).filter((name) => name.endsWith('.md'));
    const codes = pages.flatMap((name) =>
      referenceCodes(readFileSync(path.join(REFERENCE, name), 'utf8')),
    );
    expect(codes.length).toBeGreaterThan(60);
    expect(unexplained(codes)).toEqual([]);
  });

  it('knows each code once', () => {
    const names = ENTRIES.flatMap((entry) => entry.names.map((name) => name.toLowerCase()));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('has details for every code with advice, and for no other', () => {
    const detailed = [MACHINE_DETAILS, ENCRYPTION_DETAILS, VAULT_DETAILS, PLATFORM_DETAILS]
      .flatMap((table) => Object.keys(table))
      .toSorted();
    expect(detailed).toEqual(SUGGESTIONS.map(({ codes }) => codes[0] ?? '').toSorted());
  });

  it('names evidence for all that it claims, and none where it knows only a name', () => {
    const wrong = AZURE_EXPLANATIONS.filter(({ standing, evidence, fix, meaning }) => {
      const kinds = evidence.map(({ kind }) => kind);
      return (
        kinds.length > 0 === (standing === 'name-only') ||
        (standing === 'assumed' && !kinds.includes('assumption')) ||
        fix.length === 0 ||
        meaning.endsWith('.')
      );
    });
    expect(wrong.map(({ codes }) => codes)).toEqual([]);
  });

  it('dates its pages as the pages do', () => {
    const dates = AZURE_EXPLANATIONS.flatMap(({ evidence }) => evidence.map(({ date }) => date));
    for (const date of dates.filter((each) => each !== null)) {
      expect(date).toMatch(/^20\d\d-\d\d(?:-\d\d)?$/u);
    }
    expect(dates.filter((each) => each !== null).length).toBeGreaterThan(60);
  });

  it('suggests commands that exist', () => {
    const commands = ENTRIES.flatMap(({ prove, fix }) => [...prove, ...fix])
      .map((text) => /(?:^|: )(?<command>azbackup .*)$/u.exec(text)?.groups?.['command'] ?? '')
      .filter((command) => command !== '' && !command.startsWith('azbackup help '));
    expect(commands.length).toBeGreaterThan(40);
    expect([...new Set(commands)].filter((command) => !isCommand(command))).toEqual([]);
  });
});

/** Whether the program takes a command line as it is printed. */
function isCommand(command: string): boolean {
  let called = false;
  const program = buildProgram('0.0.0', { writeOut: () => undefined }, () => {
    called = true;
  });
  const [, ...args] = shellWords(command.replaceAll(/\{(?<name>\w+)\}/gu, '$<name>'));
  try {
    program.parse(args, { from: 'user' });
  } catch {
    return false;
  }
  return called;
}
