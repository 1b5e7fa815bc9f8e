// What Azure reports of threats for a recovery point (threat detection, a preview; OpenAPI ThreatStatus, ThreatInfo of
// 2026-07-01). The signals are those of Defender for Servers about the VM when the point was made: nobody looks into the
// backup data (Microsoft Q&A 5680939). So `clean` means that no threat was known then, and silence means nothing.

/** `clean`: known to be so. `unknown`: Azure does not say, or says what does not fit together. */
export const THREAT_STATUSES = ['clean', 'warning', 'infected', 'unknown'] as const;

/** One of them. */
export type ThreatStatus = (typeof THREAT_STATUSES)[number];

/** A threat, in the words that Azure has for it. */
export interface ReportedThreat {
  readonly title: string;
  /** `Critical`, `High`, `Warning`, `Informational`, or another word. */
  readonly severity?: string;
  /** `Active`, `InProgress`, `Ignored`, `Resolved`, or another word. */
  readonly state?: string;
}

/** What is reported for a point. */
export interface PointThreat {
  readonly status: ThreatStatus;
  readonly threats: readonly ReportedThreat[];
}

const STATUSES: Readonly<Record<string, ThreatStatus>> = {
  healthy: 'clean',
  warning: 'warning',
  unhealthy: 'infected',
};

/**
 * From Azure's word for the status: `Healthy`, `Warning`, `UnHealthy`, `Unknown` or `NotAvailable`. A point that is called
 * healthy with an open threat beside it is not known to be clean; a mere information does not count (so in the published
 * example of RecoveryPoints_Get).
 */
export function pointThreat(word: string, threats: readonly ReportedThreat[]): PointThreat {
  const status = STATUSES[word.toLowerCase()] ?? 'unknown';
  const isDoubtful = status === 'clean' && threats.some((threat) => isOpen(threat));
  return { status: isDoubtful ? 'unknown' : status, threats };
}

function isOpen({ severity = '', state = '' }: ReportedThreat): boolean {
  return !/^(?:resolved|ignored)$/iu.test(state) && !/^informational$/iu.test(severity);
}

/** What is known of a point, also where nothing is reported. */
export function threatOf({ threat }: { readonly threat?: PointThreat }): PointThreat {
  return threat ?? { status: 'unknown', threats: [] };
}

/** A threat as documents have it, too. */
type NamedThreat = Pick<ReportedThreat, 'title'> &
  Readonly<Partial<Record<'severity' | 'state', string | null>>>;

/** The threats in words, such as `Ransomware behavior (High, Active)`; empty where none is named. */
export function threatWords(threats: readonly NamedThreat[]): string {
  return threats
    .map(({ title, severity, state }) => {
      const more = [severity ?? '', state ?? ''].filter((word) => word !== '');
      return more.length === 0 ? title : `${title} (${more.join(', ')})`;
    })
    .join('; ');
}
