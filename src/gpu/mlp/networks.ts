// MLPs and images on the GPU, and what can be asked of networks outside training: weights, logits, confusions.
import type { Mlp } from '../../experiment/processor/mlp.ts';
import type { ImageSet, LabeledImages, MlpNetworks } from '../../experiment/processor/mlp-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { packParameters, padMlp, padRows, unpackParameters, type PaddedMlp } from './layout.ts';
import { forwardDispatches, type Batch } from './dispatches.ts';
import { readBack, StepScalars, type Arena, type Dispatch, type Plan } from '../plan.ts';
import { Submission } from '../submission.ts';

/** Rows of one forward pass outside training; one shape serves test sets and single images. */
export const EVALUATION_ROWS = 128;

/** Labeled images: pixels as bytes [image, pixel], labels as words [image]. */
export class GpuImages implements ImageSet {
  readonly count: number;
  readonly pixels: GPUBuffer;
  readonly labels: GPUBuffer;

  constructor(arena: Arena, { pixels, labels, count }: LabeledImages) {
    this.count = count;
    this.pixels = arena.filled('image pixels', pixels);
    this.labels = arena.filled('image labels', Uint32Array.from(labels));
  }
}

/** One output buffer per layer, [model, row, unit]. */
export function activations(
  arena: Arena,
  label: string,
  { layers }: PaddedMlp,
  models: number,
  rows: number,
): GPUBuffer[] {
  return layers.map(({ OUT }, index) => arena.tensor(`${label} ${index}`, models * rows * OUT));
}

interface Asking {
  readonly scalars: StepScalars;
  readonly input: GPUBuffer;
  readonly logits: GPUBuffer;
  readonly order: GPUBuffer;
  readonly seeds: GPUBuffer;
  readonly forward: Dispatch[];
  readonly plan: Plan;
}

interface Counting {
  readonly plan: Plan;
  readonly counts: GPUBuffer;
}

export class GpuMlps implements MlpNetworks<GpuImages> {
  readonly architecture: Mlp;
  readonly padded: PaddedMlp;
  readonly count: number;
  /** [model, parameter], padded. */
  readonly values: GPUBuffer;
  readonly #arena: Arena;
  readonly #label: string;
  #asking: Promise<Asking> | undefined;
  readonly #counting = new Map<GpuImages, Promise<Counting>>();

  constructor(arena: Arena, label: string, architecture: Mlp, parameters: Real) {
    this.architecture = architecture;
    this.padded = padMlp(architecture);
    this.count = parameters.length / architecture.parameters.size;
    this.values = arena.filled(`${label} parameters`, packParameters(this.padded, parameters));
    this.#arena = arena;
    this.#label = label;
  }

  /** Compiles what questions need, so that the first one does not wait in the middle of a run. */
  async prepare(): Promise<void> {
    await this.#ask();
  }

  async parameters(): Promise<Float32Array> {
    const [bytes] = await readBack(this.#arena.gpu, [{ buffer: this.values, elements: this.count * this.padded.size }]);
    return unpackParameters(this.padded, new Float32Array(bytes!));
  }

  async logits(values: Real): Promise<Float32Array> {
    const inputs = this.architecture.sizes[0]!;
    const outputs = this.architecture.sizes.at(-1)!;
    const rows = values.length / inputs;
    const { input, logits, plan } = await this.#ask();
    const result = new Float32Array(this.count * rows * outputs);
    for (let first = 0; first < rows; first += EVALUATION_ROWS) {
      const chunk = values.subarray(first * inputs, (first + EVALUATION_ROWS) * inputs);
      this.#arena.write(input, padRows(chunk, inputs, this.padded.inputs, EVALUATION_ROWS));
      this.#submit(plan, 1);
      const [bytes] = await readBack(this.#arena.gpu, [
        { buffer: logits, elements: this.count * EVALUATION_ROWS * this.padded.logits },
      ]);
      const read = new Float32Array(bytes!);
      for (let model = 0; model < this.count; model++) {
        for (let row = first; row < Math.min(rows, first + EVALUATION_ROWS); row++) {
          const from = (model * EVALUATION_ROWS + row - first) * this.padded.logits;
          result.set(read.subarray(from, from + outputs), (model * rows + row) * outputs);
        }
      }
    }
    return result;
  }

  async confusion(images: GpuImages, count: number): Promise<Uint32Array> {
    const { scalars } = await this.#ask();
    let counting = this.#counting.get(images);
    if (!counting) {
      counting = this.#prepareCounting(images);
      this.#counting.set(images, counting);
    }
    const { plan, counts } = await counting;
    const chunks = Math.ceil(count / EVALUATION_ROWS);
    for (let start = 0; start < chunks; start += StepScalars.slots) {
      const end = Math.min(chunks, start + StepScalars.slots);
      for (let chunk = start; chunk < end; chunk++) {
        const first = chunk * EVALUATION_ROWS;
        scalars.set(chunk - start, { epoch: 0, first, rows: Math.min(EVALUATION_ROWS, count - first), slot: 0 });
      }
      scalars.upload(end - start);
      this.#submit(plan, end - start, start === 0 ? counts : undefined);
    }
    const classes = this.architecture.classLogits;
    const [bytes] = await readBack(this.#arena.gpu, [{ buffer: counts, elements: this.count * classes * classes }]);
    return new Uint32Array(bytes!);
  }

  #submit(plan: Plan, slots: number, clear?: GPUBuffer): void {
    const submission = new Submission(this.#arena.gpu.device, `${this.#label} evaluation`, clear);
    for (let slot = 0; slot < slots; slot++) submission.record(plan, slot);
    submission.end();
  }

  #ask(): Promise<Asking> {
    this.#asking ??= this.#prepareAsking();
    return this.#asking;
  }

  async #prepareAsking(): Promise<Asking> {
    const arena = this.#arena;
    const made = await arena.gpu.guarded(() => {
      const outputs = activations(arena, `${this.#label} evaluation`, this.padded, this.count, EVALUATION_ROWS);
      const input = arena.tensor(`${this.#label} evaluation input`, EVALUATION_ROWS * this.padded.inputs);
      const batch: Batch = {
        padded: this.padded,
        models: this.count,
        rows: EVALUATION_ROWS,
        modelsPerInput: this.count,
        quads: arena.gpu.quads,
      };
      return {
        scalars: new StepScalars(arena),
        input,
        logits: outputs.at(-1)!,
        order: arena.tensor(`${this.#label} evaluation order`, EVALUATION_ROWS),
        seeds: arena.tensor(`${this.#label} evaluation seeds`, 1),
        forward: forwardDispatches(batch, this.values, input, outputs),
      };
    });
    return { ...made, plan: await arena.plan(`${this.#label} logits`, made.forward, made.scalars) };
  }

  async #prepareCounting({ pixels, labels }: GpuImages): Promise<Counting> {
    const arena = this.#arena;
    const { scalars, input, logits, order, seeds, forward } = await this.#ask();
    const CLASSES = this.architecture.classLogits;
    const counts = await arena.gpu.guarded(() => arena.tensor(`${this.#label} counts`, this.count * CLASSES * CLASSES));
    const dispatches: Dispatch[] = [
      {
        kernel: 'batchOrder',
        constants: { BATCH: EVALUATION_ROWS, COUNT: 1, STREAM: 0, SHUFFLED: false },
        tensors: { seeds, order },
        workgroups: [Math.ceil(EVALUATION_ROWS / 64), 1, 1],
      },
      gatherDispatch(this.padded.inputs, EVALUATION_ROWS, 1, { images: pixels, order, input }),
      ...forward,
      {
        kernel: 'confusion',
        constants: { BATCH: EVALUATION_ROWS, LOGITS: this.padded.logits, CLASSES },
        tensors: { logits, order, labels, counts },
        workgroups: [Math.ceil(EVALUATION_ROWS / 64), 1, this.count],
      },
    ];
    return { plan: await arena.plan(`${this.#label} confusion`, dispatches, scalars), counts };
  }
}

/** input [group, row, IN] from images by order [group, row]. */
export function gatherDispatch(IN: number, rows: number, groups: number, tensors: Dispatch['tensors']): Dispatch {
  return {
    kernel: 'gatherImages',
    constants: { BATCH: rows, IN },
    tensors,
    workgroups: [Math.ceil(IN / 4 / 64), rows, groups],
  };
}
