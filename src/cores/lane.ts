// The wire between a run and a core in another thread, and the end of those who ask: calls with numbers, answered in their order.
// What is called are the methods of core.ts; host.ts is the other end.
import { RunError, type RunErrorCode } from '../experiment/records/run-error.ts';
import type { Core } from './core.ts';

type Method = keyof Core;
type Given<Name extends Method> = Parameters<Core[Name]>;
type Answer<Name extends Method> = Awaited<ReturnType<Core[Name]>>;

type Call =
  | { readonly kind: 'greet' }
  | { readonly kind: 'open'; readonly module: WebAssembly.Module; readonly bytes: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'call'; readonly method: Method; readonly given: readonly unknown[] };

export type Request = Call & { readonly id: number; readonly run: number };

export type Response =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: { code?: RunErrorCode; message: string; detail: string } };

/** One end of a wire. What is posted arrives at the other end in the same order. */
export interface Port {
  post(message: Request): void;
  /** Hears every answer, and once if the other end broke. */
  listen(hear: (response: Response) => void, broke: (detail: string) => void): void;
  /** Ends the thread at the other end. */
  close(): void;
}

/** The end of those who ask. */
export class Lane {
  readonly #port: Port;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #calls = 0;
  #broken: RunError | undefined;

  constructor(port: Port) {
    this.#port = port;
    port.listen(
      (response) => this.#hear(response),
      (detail) => this.#break(detail),
    );
  }

  /** The thread behind it does not work any more. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /** Resolves when the other end has answered: it has started. */
  async greet(): Promise<void> {
    await this.#ask(0, { kind: 'greet' });
  }

  /** Makes a core for a run, with a memory of so many bytes. */
  async open(run: number, module: WebAssembly.Module, bytes: number): Promise<void> {
    await this.#ask(run, { kind: 'open', module, bytes });
  }

  /** Gives back what belongs to a run. */
  async closeRun(run: number): Promise<void> {
    await this.#ask(run, { kind: 'close' });
  }

  async call<Name extends Method>(run: number, method: Name, ...given: Given<Name>): Promise<Answer<Name>> {
    // What comes back is what the method of that name returned at the other end.

    return (await this.#ask(run, { kind: 'call', method, given })) as Answer<Name>;
  }

  close(): void {
    this.#port.close();
    this.#break('the thread was ended');
  }

  #ask(run: number, call: Call): Promise<unknown> {
    if (this.#broken) return Promise.reject(this.#broken);
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.post({ ...call, id, run });
    });
  }

  #hear(response: Response): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if ('value' in response) {
      waiting?.resolve(response.value);
      return;
    }
    const { code, message, detail } = response.failure;
    waiting?.reject(code ? new RunError(code, message, detail) : new Error(`${message}\n${detail}`));
  }

  #break(detail: string): void {
    this.#broken ??= new RunError('device-failed', 'A thread that computes has stopped working.', detail);
    for (const { reject } of this.#waiting.values()) reject(this.#broken);
    this.#waiting.clear();
  }
}
