// Which of the kernels that compute the same is the fastest on this adapter: measured once per shape, in tensors of its own, and
// remembered as long as the device is open. Where nothing can be measured, and where the first is hardly slower, it stays.
import { kernelNamed } from './kernels.ts';
import { Arena, type Chooser, type Computation, type Dispatch, readBack, StepScalars } from './plan.ts';
import type { Gpu } from './device.ts';

/** Milliseconds of measuring for one plan, and of one look at a kernel. */
const BUDGET_MS = 150;
const LOOK_MS = 3;
const MOST_RUNS = 64;
/** Some browsers look for finished work only ten times a second: nothing so short can be measured there. */
const MOST_LATENCY_MS = 8;
/** Shapes with a smaller share of a plan's work, or with so few operations, are not worth measuring. */
const LEAST_SHARE = 0.04;
const LEAST_OPERATIONS = 1.5e8;
/** So much of the first one's time another must take at most. */
const CLEARLY = 0.95;
/** Tensors that a measurement makes for itself, and how much of each is compared. */
const MOST_BYTES = 512 * 2 ** 20;
const MOST_COMPARED = 2 ** 18;
/** How far what two kernels compute may be apart; both sum in the same order. */
const NEAR = 1e-3;

/** What a tuner measures with. */
export interface Stopwatch {
  /** Milliseconds. */
  now(): number;
  /** Milliseconds until an idle device says that it is idle. */
  latency(): Promise<number>;
  /** Compiles; false where that fails. */
  compiles(computation: Computation): Promise<boolean>;
  /** Makes tensors for a dispatch; undefined where they are too large. */
  open(dispatch: Dispatch): Promise<Trial | undefined>;
}

interface Trial {
  /** Milliseconds that so many runs take, until the device says so. */
  time(computation: Computation, runs: number): Promise<number>;
  /** Whether both compute the same here: some drivers compute wrong numbers without an error. */
  agree(a: Computation, b: Computation): Promise<boolean>;
  free(): void;
}

export class Tuner implements Chooser {
  readonly #stopwatch: Stopwatch;
  readonly #leastOperations: number;
  readonly #chosen = new Map<string, Computation>();
  #latency: number | undefined;
  /** Plans are measured one after the other. */
  #turn: Promise<void> = Promise.resolve();

  /** @param leastOperations of a dispatch that is worth measuring */
  constructor(stopwatch: Stopwatch, leastOperations = LEAST_OPERATIONS) {
    this.#stopwatch = stopwatch;
    this.#leastOperations = leastOperations;
  }

  /** The dispatches with what is fastest here. Never fails: what goes wrong leaves the first of what computes the same. */
  async choose(dispatches: readonly Dispatch[]): Promise<readonly Dispatch[]> {
    this.#turn = this.#turn.then(() => this.#measure(dispatches)).catch(() => {});
    await this.#turn;
    return dispatches.map((dispatch) => {
      const { kernel, constants, workgroups } = this.#chosen.get(shapeOf(dispatch)) ?? dispatch;
      const { tensors, operations } = dispatch;
      return { kernel, constants, workgroups, tensors, operations };
    });
  }

  async #measure(dispatches: readonly Dispatch[]): Promise<void> {
    const total = dispatches.reduce((sum, { operations = 0 }) => sum + operations, 0);
    const open = new Map<string, Dispatch>();
    for (const dispatch of dispatches) {
      const shape = shapeOf(dispatch);
      const least = Math.max(this.#leastOperations, LEAST_SHARE * total);
      if ((dispatch.operations ?? 0) >= least && dispatch.others && !this.#chosen.has(shape)) open.set(shape, dispatch);
    }
    if (open.size === 0) return;
    const stopwatch = this.#stopwatch;
    this.#latency ??= await stopwatch.latency();
    if (this.#latency > MOST_LATENCY_MS) return;
    const most = [...open].sort(([, a], [, b]) => b.operations! - a.operations!);
    const candidates = await Promise.all(
      most.map(async ([shape, dispatch]) => {
        const all = [dispatch, ...(dispatch.others ?? [])];
        const compiled = await Promise.all(all.map((computation) => stopwatch.compiles(computation)));
        return { shape, dispatch, computations: all.filter((_, i) => compiled[i]) };
      }),
    );
    const began = stopwatch.now();
    for (const { shape, dispatch, computations } of candidates) {
      if (stopwatch.now() - began > BUDGET_MS) return;
      const fastest = await this.#fastest(dispatch, computations);
      if (fastest) this.#chosen.set(shape, fastest);
    }
  }

  async #fastest(dispatch: Dispatch, computations: readonly Computation[]): Promise<Computation | undefined> {
    const trial = await this.#stopwatch.open(dispatch);
    if (!trial) return undefined;
    try {
      let runs = 0;
      let best: Computation | undefined;
      let least = Infinity;
      for (const computation of computations) {
        // The first run of a kernel tells nothing.
        await trial.time(computation, 1);
        if (runs === 0) {
          const once = Math.max(LOOK_MS / MOST_RUNS, (await trial.time(computation, 1)) - this.#latency!);
          runs = Math.max(1, Math.min(MOST_RUNS, Math.ceil(LOOK_MS / once)));
        }
        const looks = [await trial.time(computation, runs), await trial.time(computation, runs)];
        const time = Math.min(...looks) - this.#latency!;
        if (best && time > least * (best === computations[0] ? CLEARLY : 1)) continue;
        if (best && !(await trial.agree(computations[0]!, computation))) continue;
        best = computation;
        least = time;
      }
      return best;
    } finally {
      trial.free();
    }
  }
}

function shapeOf({ kernel, constants, workgroups }: Computation): string {
  return JSON.stringify([kernel, constants, workgroups]);
}

const tuners = new WeakMap<Gpu, Tuner>();

/** The tuner of a device; none where the device computes on a processor, for which there are kernels of its own. */
export function tunerOf(gpu: Gpu): Tuner | undefined {
  if (gpu.description.software) return undefined;
  let tuner = tuners.get(gpu);
  if (!tuner) {
    tuner = new Tuner(stopwatchOf(gpu));
    tuners.set(gpu, tuner);
  }
  return tuner;
}

/** Of about the size of weights, none of them zero. */
function someNumbers(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (1 + ((i * 2654435761) % 1021)) / 1024);
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= NEAR * Math.max(1, Math.abs(a));
}

/** Measures on a device, by when it says that it is done. */
export function stopwatchOf(gpu: Gpu): Stopwatch {
  const { device } = gpu;
  const now = () => performance.now();
  const timed = async (record: (pass: GPUComputePassEncoder) => void): Promise<number> => {
    const encoder = device.createCommandEncoder({ label: 'tuning' });
    const pass = encoder.beginComputePass({ label: 'tuning' });
    record(pass);
    pass.end();
    const commands = encoder.finish();
    const began = now();
    device.queue.submit([commands]);
    await gpu.settle(device.queue.onSubmittedWorkDone());
    return now() - began;
  };
  return {
    now,
    latency: async () => {
      const waits: number[] = [];
      for (let i = 0; i < 4; i++) waits.push(await timed(() => {}));
      return Math.min(...waits);
    },
    compiles: async ({ kernel, constants }) => {
      try {
        await gpu.pipeline(kernel, constants);
        return true;
      } catch {
        return false;
      }
    },
    open: async ({ tensors }) => {
      const sizes = Object.entries(tensors);
      if (sizes.reduce((sum, [, { size }]) => sum + size, 0) > MOST_BYTES) return undefined;
      const arena = new Arena(gpu);
      const free = () => arena.free();
      try {
        const own = await gpu.guarded(() =>
          Object.fromEntries(sizes.map(([name, { size }]) => [name, arena.tensor(`tuning ${name}`, size / 4)])),
        );
        const scalars = new StepScalars(arena);
        const time = async (computation: Computation, runs: number) => {
          const plan = await arena.plan('tuning', [{ ...computation, tensors: own }], scalars);
          return timed((pass) => {
            for (let i = 0; i < runs; i++) plan.record(pass, 0);
          });
        };
        const outcome = async (computation: Computation) => {
          for (const buffer of Object.values(own)) arena.write(buffer, someNumbers(buffer.size / 4));
          await time(computation, 1);
          const written = kernelNamed(computation.kernel).bindings.filter(({ access }) => access === 'read_write');
          const sources = written.map(({ name }) => {
            const buffer = own[name]!;
            return { buffer, elements: Math.min(MOST_COMPARED, buffer.size / 4) };
          });
          return (await readBack(gpu, sources)).map((bytes) => new Float32Array(bytes));
        };
        return {
          free,
          time,
          agree: async (a, b) => {
            const [ours, theirs] = [await outcome(a), await outcome(b)];
            return ours.every((values, i) => values.every((value, at) => isNear(value, theirs[i]![at]!)));
          },
        };
      } catch (error) {
        free();
        throw error;
      }
    },
  };
}
