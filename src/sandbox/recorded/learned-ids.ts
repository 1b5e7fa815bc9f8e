// What Azure named by chance and what the sandbox named in its place: operation ids, job ids, versions.

/** Which id of the sandbox stands for which recorded one. */
export class LearnedIds {
  private readonly pairs: Map<string, string>;

  /** Starts with what another one knows. */
  constructor(known?: LearnedIds) {
    this.pairs = new Map(known?.pairs);
  }

  /** Takes note that these two name the same thing. */
  learn(recorded: string, sandbox: string): void {
    this.pairs.set(recorded, sandbox);
  }

  /** Recorded text with the sandbox's ids in it. */
  translate(text: string): string {
    let translated = text;
    for (const [recorded, sandbox] of this.pairs) {
      translated = translated.replaceAll(recorded, sandbox);
    }
    return translated;
  }
}
