import { describe, expect, it } from 'vitest';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { ianaZone, windowsZone } from '../../../../src/commands/policy/time-zone.js';

const WINDOWS = [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];

describe('time zones of policies', () => {
  it.each([
    ['Asia/Tokyo', 'Tokyo Standard Time'],
    ['asia/tokyo', 'Tokyo Standard Time'],
    ['tokyo standard time', 'Tokyo Standard Time'],
    ['Asia/Kolkata', 'India Standard Time'],
    ['Asia/Calcutta', 'India Standard Time'],
    ['America/New_York', 'Eastern Standard Time'],
    ['Europe/Berlin', 'W. Europe Standard Time'],
    ['Europe/Kyiv', 'FLE Standard Time'],
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
  ])('%s is %s', (text, name) => {
    expect(windowsZone(text)).toEqual({ name });
  });

  it.each(['Asia/Tokio', 'Middle Earth', '', '+09:00'])('%j is none', (text) => {
    expect(windowsZone(text).name).toBeUndefined();
  });

  it('that are mistyped are near their names', () => {
    expect(windowsZone('Asia/Tokio')).toMatchObject({
      near: expect.arrayContaining(['Asia/Tokyo']),
    });
  });

  it('come back from the names that people use', () => {
    for (const name of WINDOWS) {
      expect(windowsZone(ianaZone(name) ?? name)).toEqual({ name });
    }
  });

  it('have names that the clock of this program knows', () => {
    for (const name of WINDOWS) {
      const zone = ianaZone(name);
      expect(() => new Intl.DateTimeFormat('en-US', { timeZone: zone ?? 'none' })).not.toThrow();
    }
  });
});
