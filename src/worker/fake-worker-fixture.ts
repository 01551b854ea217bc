// A training thread for the tests of the page's side.
import type { Response } from './protocol.ts';

/** A thread that says only what a test lets it say. */
export class FakeWorker {
  static all: FakeWorker[] = [];
  static refusal: Error | undefined;
  static deaf = false;
  readonly heard: { kind: string }[] = [];
  terminated = false;
  onmessage: (event: { data: Response }) => void = () => {};
  onerror: (event: { message: string }) => void = () => {};

  static reset(): void {
    FakeWorker.all = [];
    FakeWorker.refusal = undefined;
    FakeWorker.deaf = false;
  }

  constructor() {
    if (FakeWorker.refusal) throw FakeWorker.refusal;
    FakeWorker.all.push(this);
  }

  postMessage(request: { kind: string }): void {
    if (FakeWorker.deaf) throw new DOMException('() => {} could not be cloned.', 'DataCloneError');
    this.heard.push(request);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(...responses: Response[]): void {
    for (const data of responses) this.onmessage({ data });
  }

  get kinds(): string[] {
    return this.heard.map(({ kind }) => kind);
  }
}
