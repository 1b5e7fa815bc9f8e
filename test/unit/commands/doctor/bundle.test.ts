import { describe, expect, it } from 'vitest';
import { withoutHome } from '../../../../src/commands/doctor/bundle.js';

describe('the home folder in the report for a ticket', () => {
  it.each([
    ['/home/jane', 'in /home/jane/.azure and /home/jane', 'in ~/.azure and ~'],
    ['/home/jane/', 'in /home/jane/.azure', 'in ~/.azure'],
    ['/home/j.doe+a', 'in /home/j.doe+a/.azure, not /home/jxdoe', 'in ~/.azure, not /home/jxdoe'],
    ['C:\\Users\\Jane', 'in C:\\Users\\Jane\\.azure', 'in ~\\.azure'],
    ['C:\\Users\\Jane', 'in c:/users/jane/.azure', 'in ~/.azure'],
    ['C:\\Users\\Jane', '{"path":"C:\\\\Users\\\\Jane\\\\.azure"}', '{"path":"~\\\\.azure"}'],
    ['\\\\server\\users\\jane', 'in \\\\server\\users\\jane\\.azure', 'in \\\\~\\.azure'],
  ])('%s goes from: %s', (home, text, expected) => {
    expect(withoutHome(text, home)).toBe(expected);
  });

  it.each(['', '/', 'C:\\'])('a home of "%s" is in every path, and stays', (home) => {
    const text = 'az in /usr/bin, C:\\Program Files';
    expect(withoutHome(text, home)).toBe(text);
  });
});
