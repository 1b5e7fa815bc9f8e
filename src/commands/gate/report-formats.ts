// The forms in which `azbackup gate` writes its result for other programs.

/** The forms. */
export const REPORT_FORMATS = ['junit', 'sarif', 'markdown', 'json'] as const;

/** A report that was asked for. */
export interface ReportRequest {
  readonly format: (typeof REPORT_FORMATS)[number];
  /** `-` for stdout. */
  readonly file: string;
}
