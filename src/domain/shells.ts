// The shells that azbackup writes scripts for.

/** Their names, as they are typed. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** One of them. */
export type Shell = (typeof SHELLS)[number];
