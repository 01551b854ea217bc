// One line on the terminal that says how far a run is; silent where the output is no terminal.

export class ProgressLine {
  readonly #stream = process.stderr;
  #last = '';

  /** Rewrites the line. */
  show(phase: string, step: number, steps: number): void {
    const text = `${phase}: step ${step} of ${steps}`;
    if (text === this.#last) return;
    this.#last = text;
    if (this.#stream.isTTY) this.#stream.write(`\r\u001b[K${text}`);
    // A log wants a line now and then, not hundreds.
    else if (step === steps) this.#stream.write(`${text}\n`);
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K');
  }
}
