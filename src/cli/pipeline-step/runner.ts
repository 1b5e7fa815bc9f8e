// What a step needs of the service that runs it, such as GitHub Actions.

/** A value of an input: one, or several of an option that can be repeated. */
export type InputValue = string | readonly string[];

/** What a step was given. */
export interface StepInputs {
  /** The words of the command. */
  readonly command: string;
  /** Values without an option, such as the ids of jobs. */
  readonly arguments: readonly string[];
  /** By the long name of an option; what is empty was not given. */
  readonly options: Readonly<Record<string, InputValue>>;
  /** Environment variables in the place of the job's own, such as the application to sign in as. */
  readonly env: Readonly<Record<string, string>>;
}

/** Something that a run shows at its top, and beside a file. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** What a step hands on, by name; a name has lower-case words with hyphens, as GitHub's outputs do. */
export type StepOutputs = Readonly<Record<string, string>>;

/** The service. All texts are for standard output, which it reads as it goes. */
export interface PipelineRunner {
  /** @throws AzbackupError `AZB_USAGE` (2) */
  readonly inputs: () => StepInputs;
  /** Where files of the step may be written. */
  readonly folder: string;
  /** Has the service hide a text in all that it shows. */
  readonly mask: (secret: string) => string;
  /** What has to stand before and after the text of others, for none of it to be taken as a command. */
  readonly brackets: readonly [before: string, after: string];
  /** Text of others as it may be shown between the brackets. */
  readonly shown: (text: string) => string;
  readonly annotation: (annotation: Annotation) => string;
  /** Hands the outputs on; returns what of it has to be written. */
  readonly outputs: (outputs: StepOutputs) => Promise<string>;
  /** Shows Markdown on the page of the run; returns what of it has to be written. */
  readonly summary: (markdown: string) => Promise<string>;
}
