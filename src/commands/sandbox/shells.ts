// Shells that the variables of `azbackup sandbox env` can be written for.

/** Their names, as they are typed. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
