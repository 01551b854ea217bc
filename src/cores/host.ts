// The other end of lane.ts: a thread that does what is asked of its cores, one thing after the other.
import type { CpuKernels } from '../cpu/kernels.ts';
import { RunError } from '../experiment/records/run-error.ts';
import { Core } from './core.ts';
import type { Request, Response } from './lane.ts';

/** The end that answers: does what is asked, one thing after the other. */
export class CoreHost {
  readonly #makeKernels: (module: WebAssembly.Module, bytes: number) => CpuKernels;
  readonly #post: (response: Response) => void;
  readonly #runs = new Map<number, { core: Core; kernels: CpuKernels }>();
  #newest: Promise<void> = Promise.resolve();

  constructor(
    makeKernels: (module: WebAssembly.Module, bytes: number) => CpuKernels,
    post: (response: Response) => void,
  ) {
    this.#makeKernels = makeKernels;
    this.#post = post;
  }

  hear(request: Request): void {
    this.#newest = this.#newest.then(() => this.#answer(request));
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    try {
      this.#post({ id, value: await this.#do(request) });
    } catch (error) {
      const detail = (error instanceof Error && error.stack) || String(error);
      const message = error instanceof Error ? error.message : String(error);
      this.#post({ id, failure: { ...(error instanceof RunError && { code: error.code }), message, detail } });
    }
  }

  async #do(request: Request): Promise<unknown> {
    const { run } = request;
    switch (request.kind) {
      case 'greet':
        return undefined;
      case 'open': {
        const kernels = this.#makeKernels(request.module, request.bytes);
        this.#runs.set(run, { kernels, core: new Core(kernels) });
        return undefined;
      }
      case 'close':
        this.#runs.get(run)?.kernels.free();
        this.#runs.delete(run);
        return undefined;
      case 'call': {
        const core = this.#runs.get(run)?.core;
        if (!core) throw new RangeError(`there is no run ${run} on this core`);
        const value: unknown = Reflect.apply(core[request.method], core, request.given);
        return value;
      }
      default:
        return request satisfies never;
    }
  }
}
