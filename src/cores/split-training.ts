// A training whose models are divided among cores: every core takes the same steps of its own models. Knows no networks.
import type { Real, Snapshot, StepMetrics, Training } from '../experiment/processor/processor.ts';
import { joined, type Crew } from './crew.ts';
import type { Part } from './division.ts';

/** What makes it what it is. */
interface Course {
  /** Number of the training on every core. */
  readonly id: number;
  readonly parts: readonly Part[];
  learningRate(step: number): number;
  /** Gives every core the teachers that its models imitate; called once, before the first step. */
  bringTeachers(): Promise<void>;
}

export class SplitTraining<Metrics extends StepMetrics> implements Training<Metrics> {
  step: number;
  readonly #crew: Crew;
  readonly #course: Course;
  #taught: Promise<void> | undefined;

  constructor(crew: Crew, course: Course, step: number) {
    this.#crew = crew;
    this.#course = course;
    this.step = step;
  }

  async advance(steps: number, _ahead = 0, queued = () => {}): Promise<Metrics> {
    const { id, parts, learningRate, bringTeachers } = this.#course;
    this.#taught ??= bringTeachers();
    await this.#taught;
    const rates = Array.from({ length: steps }, (_, slot) => learningRate(this.step + slot));
    const measured = this.#crew.each(parts, (ask) => ask('advance', id, rates));
    // All cores have been asked; behind these steps they answer what is asked from now on.
    this.step += steps;
    queued();
    // Every core measures what a whole training measures.

    return merged(await measured, steps) as Metrics;
  }

  async snapshot(): Promise<Snapshot> {
    const { id, parts } = this.#course;
    const step = this.step;
    const snapshots = await this.#crew.each(parts, (ask) => ask('snapshot', id));
    return {
      step,
      parameters: joined(snapshots.map(({ parameters }) => parameters)),
      adamM: joined(snapshots.map(({ adamM }) => adamM)),
      adamV: joined(snapshots.map(({ adamV }) => adamV)),
    };
  }
}

/** The part of a snapshot of all models that is a core's. */
export function partOf(snapshot: Snapshot | undefined, { first, count }: Part, models: number): Snapshot | undefined {
  if (!snapshot) return undefined;
  const cut = (values: Real) => {
    const each = values.length / models;
    return values.slice(first * each, (first + count) * each);
  };
  const { step, parameters, adamM, adamV } = snapshot;
  return { step, parameters: cut(parameters), adamM: cut(adamM), adamV: cut(adamV) };
}

/** Metrics [step, model] of consecutive models as those of all. */
function merged(parts: readonly StepMetrics[], steps: number): StepMetrics {
  const [first] = parts;
  if (first === undefined) throw new RangeError('no core has measured anything');
  const all = Object.keys(first).map((name) => [
    name,
    stepwise(
      parts.map((part) => valuesNamed(part, name)),
      steps,
    ),
  ]);
  const together: Readonly<Record<string, Real>> = Object.fromEntries(all);
  const { losses, ...others } = together;
  if (losses === undefined) throw new RangeError('a core has measured no losses');
  return { losses, ...others };
}

function valuesNamed(metrics: StepMetrics, name: string): Real {
  const values: unknown = Reflect.get(metrics, name);
  if (values instanceof Float32Array || values instanceof Float64Array) return values;
  throw new TypeError(`a core has measured no ${name}`);
}

function stepwise(parts: readonly Real[], steps: number): Real {
  return joined(
    Array.from({ length: steps }, (_, step) =>
      parts.map((part) => {
        const models = part.length / steps;
        return part.subarray(step * models, (step + 1) * models);
      }),
    ).flat(),
  );
}
