// What happens while a plan is carried out, as data with ids and numbers; renderers make words of it.

import type { Step } from '../plans/plan.js';

/** One event. `atSeconds` counts from the start of the command. */
export type EngineEvent =
  | { readonly type: 'step.started'; readonly step: Step; readonly atSeconds: number }
  | {
      /** Sent before any waiting begins, so that the id is never lost. */
      readonly type: 'operation.accepted';
      readonly step: Step;
      readonly operationId: string;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.waiting';
      readonly step: Step;
      readonly elapsedSeconds: number;
      readonly nextPollSeconds: number;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.done';
      readonly step: Step;
      readonly elapsedSeconds: number;
      readonly jobId?: string;
      /** A grant only: how long it took until the data plane honoured it. */
      readonly effectiveAfterSeconds?: number;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.failed';
      readonly step: Step;
      readonly code: string;
      readonly message: string;
      readonly elapsedSeconds: number;
      readonly atSeconds: number;
    }
  | {
      readonly type: 'step.skipped';
      readonly step: Step;
      /** The step whose failure made this one pointless. */
      readonly because: string;
      readonly atSeconds: number;
    }
  | {
      /** A stable word for something worth saying that is no step, with its particulars. */
      readonly type: 'note';
      readonly note: 'gathering' | 'retrying' | 'throttled' | 'propagating' | 'item-finished';
      readonly details: Readonly<Record<string, string | number>>;
      readonly atSeconds: number;
    };

/** Receives events as they happen. */
export type Emit = (event: EngineEvent) => void;
