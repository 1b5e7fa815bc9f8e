// The page of a report as the command writes it, against the same command's data.
import { describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../../src/commands/report/result.js';
import { runCli } from '../../support/run-cli.js';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';

describe('the page', () => {
  it('has the numbers, the headline and the next steps of -o json', async () => {
    const { time, headline, next, summary, status, jobs } = (
      await runCli(['report', '--all', '-o', 'json'])
    ).json<ReportDocument>();
    const page = await runCli(['report', '--all', '--out', '-']);
    expect(page.code).toBe(0);
    expect(page.stdout).toContain(`<h1>${headline}</h1>`);
    expect(page.stdout).toContain(`${time.slice(0, 10)} ${time.slice(11, 16)} UTC`);
    const shown = Object.fromEntries(
      [...page.stdout.matchAll(/<data value="\d+" data-of="([^"]+)">(\d+)<\/data>/gu)].map(
        ([, path = '', value]) => [path, Number(value)],
      ),
    );
    expect(shown).toMatchObject({
      'summary.total': summary.total,
      'summary.safe': summary.safe,
      'summary.missedDays': summary.missedDays,
      'summary.outcomes.not-safe': summary.outcomes['not-safe'],
      'status.summary.outcomes.not-protected': status.summary.outcomes['not-protected'],
      'jobs.items.length': jobs.items.length,
    });
    const commands = next.flatMap((entry) => entry.commands);
    expect(commands.length).toBeGreaterThan(3);
    expect(commands.filter((each) => !page.stdout.includes(`<code>${each}</code>`))).toEqual([]);
  });

  it('masks ids unless they are asked for', async () => {
    const argv = ['report', '--vm', 'VM016', '--subscription', SUBSCRIPTION, '--out', '-'];
    const masked = await runCli(argv);
    expect(masked.stdout).not.toMatch(/[\da-f]{8}-[\da-f]{4}-|[\da-f]{32}/iu);
    expect(masked.stdout).toContain('VM016');
    const full = await runCli([...argv, '--ids', 'full']);
    expect(full.stdout).toContain(SUBSCRIPTION);
  });
});
