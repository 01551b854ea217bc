// Seconds somebody waits for an answer, as a visitor lives through them. Knows neither who asks nor who answers.

export class Deadline {
  #clock: ReturnType<typeof setInterval> | undefined;

  /** Calls `over` once, after so many seconds in which the page was awake and to be seen; ends the wait before. */
  start(seconds: number, over: () => void): void {
    this.stop();
    let left = seconds;
    // Counted, not measured: a computer that slept for an hour has not waited for an hour.
    this.#clock = setInterval(() => {
      if (document.hidden) return;
      left -= 1;
      if (left > 0) return;
      this.stop();
      over();
    }, 1000);
  }

  stop(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}
