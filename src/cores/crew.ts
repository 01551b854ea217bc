// The cores of one run: opens them when something is made for the first time, numbers what is made, and asks all of them at
// once. Knows no networks.
import { outOfMemory } from '../experiment/records/run-error.ts';
import type { Core } from './core.ts';
import { divide, type Part } from './division.ts';
import type { Lane } from './lane.ts';

/** Bytes for each core where nobody said how large the run is. */
const UNKNOWN_SIZE = 2 ** 28;
/** What a module of 32 bits can address, and a little less. */
const MOST_BYTES = 2 ** 31;

/** Asks one core. */
type Ask = <Name extends keyof Core>(
  method: Name,
  ...given: Parameters<Core[Name]>
) => Promise<Awaited<ReturnType<Core[Name]>>>;

let runs = 0;

export class Crew {
  readonly #lanes: readonly Lane[];
  readonly #module: WebAssembly.Module;
  readonly #run: number;
  #bytes = UNKNOWN_SIZE;
  #opening: Promise<void> | undefined;
  #isOpen = false;
  #things = 0;

  constructor(lanes: readonly Lane[], module: WebAssembly.Module) {
    this.#lanes = lanes;
    this.#module = module;
    runs += 1;
    this.#run = runs;
  }

  get cores(): number {
    return this.#lanes.length;
  }

  /** Says how many bytes each core needs, before anything is made. Throws RunError out-of-memory if that is too many. */
  reserve(bytes: number): void {
    if (bytes > MOST_BYTES) throw outOfMemory(`a core: ${Math.ceil(bytes)} bytes, limit ${MOST_BYTES}`);
    this.#bytes = bytes;
  }

  /** A number for something that is made. */
  number(): number {
    this.#things += 1;
    return this.#things;
  }

  divide(models: number): Part[] {
    return divide(models, this.cores);
  }

  /**
   * Asks every core that has models; answers in the order of the models. Once the cores are open, what is asked is on its way
   * when this returns.
   */
  each<Answer>(
    parts: readonly Part[],
    question: (ask: Ask, part: Part, core: number) => Promise<Answer>,
  ): Promise<Answer[]> {
    const askAll = () =>
      Promise.all(parts.flatMap((part, core) => (part.count > 0 ? [question(this.#askOf(core), part, core)] : [])));
    if (this.#isOpen) return askAll();
    this.#opening ??= this.#open();
    return this.#opening.then(askAll);
  }

  /** Gives back everything on all cores. */
  free(): void {
    if (this.#opening === undefined) return;
    for (const lane of this.#lanes) {
      // Whoever broke meanwhile has nothing left to give back.
      lane.closeRun(this.#run).catch(() => {});
    }
  }

  async #open(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.open(this.#run, this.#module, this.#bytes)));
    this.#isOpen = true;
  }

  #askOf(core: number): Ask {
    return (method, ...given) => this.#lanes[core]!.call(this.#run, method, ...given);
  }
}

/** Arrays of one kind as one, in their order. */
export function joined<Values extends Float32Array | Float64Array | Uint32Array>(parts: readonly Values[]): Values {
  const [first, ...rest] = parts;
  if (first === undefined) throw new RangeError('there is nothing to join');
  if (rest.length === 0) return first;
  const Kind: new (length: number) => Values = kindOf(first);
  const all = new Kind(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function kindOf<Values extends object>(values: Values): new (length: number) => Values {
  // The constructor of an array is that of its kind.

  return values.constructor as new (length: number) => Values;
}
