// The shells that `sandbox env` writes for.

/** Their names, as they are typed. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** One of them. */
export type Shell = (typeof SHELLS)[number];
