import { describe, expect, it } from 'vitest';
import { threatFrom } from '../../../../src/services/backup/recovery-point-threat.js';

/** As in the published example of RecoveryPoints_Get (OpenAPI 2026-07-01), the text shortened. */
const EXAMPLE = {
  threatTitle: 'MDC threat title',
  threatDescription: 'Threat description',
  lastUpdatedTime: '2025-01-22T22:32:46.6088472Z',
  threatState: 'Active',
  threatURI: 'https://portal.azure.com/#blade/alertId',
  threatSeverity: 'Informational',
};

describe('the threat status of a point', () => {
  it.each<[string, unknown, string | undefined]>([
    ['is not known where Azure says nothing', { objectType: 'IaasVMRecoveryPoint' }, undefined],
    ['is not known where it says null', { threatStatus: null, threatInfo: null }, undefined],
    ['is not known where it is not available', { threatStatus: 'NotAvailable' }, 'unknown'],
    ['is not known where Azure does not know it', { threatStatus: 'Unknown' }, 'unknown'],
    ['is not known by a word that nobody knows', { threatStatus: 'Fine' }, 'unknown'],
    ['is not known by something that is no word', { threatStatus: 1 }, undefined],
    ['is clean', { threatStatus: 'Healthy' }, 'clean'],
    ['is clean in another case', { threatStatus: 'HEALTHY', threatInfo: [] }, 'clean'],
    [
      'is clean with a mere information',
      { threatStatus: 'Healthy', threatInfo: [EXAMPLE] },
      'clean',
    ],
    [
      'is clean with what was resolved',
      {
        threatStatus: 'Healthy',
        threatInfo: [{ ...EXAMPLE, threatSeverity: 'High', threatState: 'Resolved' }],
      },
      'clean',
    ],
    [
      'is not known to be clean beside an open threat',
      { threatStatus: 'Healthy', threatInfo: [{ ...EXAMPLE, threatSeverity: 'High' }] },
      'unknown',
    ],
    [
      'is not known to be clean beside a threat of which nothing is said',
      { threatStatus: 'Healthy', threatInfo: [{}] },
      'unknown',
    ],
    ['is not known with threats and no status', { threatInfo: [EXAMPLE] }, 'unknown'],
    ['is a warning', { threatStatus: 'Warning' }, 'warning'],
    ['is infected', { threatStatus: 'UnHealthy', threatInfo: [EXAMPLE] }, 'infected'],
    [
      'is infected, whatever its threats look like',
      { threatStatus: 'UnHealthy', threatInfo: 1 },
      'infected',
    ],
  ])('%s', (_, properties, status) => {
    expect(threatFrom(properties).threat?.status).toBe(status);
  });

  it('comes with what Azure says of each threat', () => {
    const { threat } = threatFrom({ threatStatus: 'UnHealthy', threatInfo: [EXAMPLE, {}] });
    expect(threat?.threats).toEqual([
      { title: 'MDC threat title', severity: 'Informational', state: 'Active' },
      { title: 'a threat without a title' },
    ]);
  });
});
