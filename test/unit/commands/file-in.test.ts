import path from 'node:path';
import { expect, it } from 'vitest';
import { fileIn } from '../../../src/commands/file-in.js';

it.each([
  [path.posix, 'evidence', 'evidence/drills.xml'],
  [path.posix, 'evidence/', 'evidence/drills.xml'],
  [path.posix, '/', '/drills.xml'],
  [path.posix, '.', 'drills.xml'],
  // A backslash is a character like any other there, and this another folder than `evidence`.
  [path.posix, 'evidence\\', 'evidence\\/drills.xml'],
  [path.win32, 'evidence', 'evidence\\drills.xml'],
  [path.win32, 'evidence\\', 'evidence\\drills.xml'],
  [path.win32, 'evidence/', 'evidence\\drills.xml'],
  [path.win32, 'D:\\', 'D:\\drills.xml'],
  [path.win32, 'D:/a/evidence', 'D:\\a\\evidence\\drills.xml'],
  [path.win32, '\\\\server\\share', '\\\\server\\share\\drills.xml'],
])('%#: a file of the folder %s', (style, folder, file) => {
  expect(fileIn(folder, 'drills.xml', style)).toBe(file);
});
