// The values of `--progress`. Apart from the renderers themselves so that help loads none of them.

/** All of them, in the order in which help lists them; `auto` fits what stderr is. */
export const PROGRESS_MODES = ['auto', 'live', 'plain', 'jsonl', 'none'] as const;

/** How progress is shown. */
export type ProgressMode = (typeof PROGRESS_MODES)[number];
