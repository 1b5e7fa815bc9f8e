// A key vault whose firewall keeps this computer out: the network is named, and no right that would not help.
import { describe, expect, it } from 'vitest';
import type { PreflightDocument } from '../../../src/commands/preflight/result.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { keyVaultId, resource } from '../support/contoso.js';
import { words } from '../protection/only-item.js';

const NETWORKS = [
  ['a firewall', { networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' } }],
  ['private endpoints only', { publicNetworkAccess: 'Disabled' }],
] as const;

describe.each(NETWORKS)('behind %s', (_, settings) => {
  function closedWorld() {
    const world = defaultWorld();
    Object.assign(resource(world, keyVaultId('kv-prod-granted')).properties, settings);
    return world;
  }

  it('what cannot be read is out of reach, not forbidden', async () => {
    const run = await runCli(words('preflight', '--vm VM012'), { world: closedWorld() });
    const [item] = run.json<PreflightDocument>().items;
    const unknown = item?.findings.filter(({ status }) => status === 'unknown') ?? [];
    expect([run.code, item?.verdict]).toEqual([0, 'warning']);
    expect(unknown.map(({ checkId }) => checkId)).toContain('ade.secret-current');
    for (const { evidence, fix } of unknown) {
      expect(evidence.join(' ')).toMatch(/firewall/u);
      expect(evidence.join(' ')).not.toMatch(/lacks/u);
      expect(fix.join(' ')).toMatch(/from an allowed network: azbackup preflight --vm VM012/u);
    }
  });
});
