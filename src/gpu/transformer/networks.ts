// Transformers on the GPU, and what can be asked of them outside training: weights, next logits, sampled lists.
import type { TransformerNetworks, SampleRequest } from '../../experiment/processor/transformer-processor.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { Transformer } from '../../experiment/processor/transformer.ts';
import { roundUp } from '../mlp/layout.ts';
import { prepareSampler, type Sampler } from './sampler.ts';
import { ReadBuffer, readBack, StepScalars, type Arena, type Plan } from '../plan.ts';
import { Submission } from '../submission.ts';
import type { TokenBatch } from './kernels.ts';
import { packTransformer, padTransformer, unpackTransformer, type PaddedTransformer } from './layout.ts';
import { forwardDispatches, makeActivations } from './dispatches.ts';

/** The most sequences of one forward pass outside training, and of one pass of the sampler, per model. */
export const MOST_SEQUENCES = 256;

/** What answers questions about sequences up to a length. */
interface Asking {
  readonly tokens: GPUBuffer;
  readonly logits: GPUBuffer;
  readonly reader: ReadBuffer;
  readonly plan: Plan;
}

export class GpuTransformers implements TransformerNetworks {
  readonly architecture: Transformer;
  readonly padded: PaddedTransformer;
  readonly count: number;
  /** [model, parameter], padded. */
  readonly values: GPUBuffer;
  readonly #arena: Arena;
  readonly #label: string;
  readonly #asking = new Map<string, Promise<Asking>>();
  readonly #samplers = new Map<string, Promise<Sampler>>();

  constructor(arena: Arena, label: string, architecture: Transformer, parameters: Real) {
    this.architecture = architecture;
    this.padded = padTransformer(architecture);
    this.count = parameters.length / architecture.parameters.size;
    this.values = arena.filled(`${label} parameters`, packTransformer(this.padded, parameters));
    this.#arena = arena;
    this.#label = label;
  }

  async parameters(): Promise<Float32Array> {
    const [bytes] = await readBack(this.#arena.gpu, [{ buffer: this.values, elements: this.count * this.padded.size }]);
    return unpackTransformer(this.padded, new Float32Array(bytes!));
  }

  async nextLogits(sequences: readonly (readonly number[])[]): Promise<Float32Array> {
    const { vocabulary } = this.architecture;
    const { LOGITS } = this.padded;
    const longest = Math.max(0, ...sequences.map(({ length }) => length));
    const result = new Float32Array(this.count * sequences.length * vocabulary);
    const batch = Math.min(MOST_SEQUENCES, sizeFor(sequences.length));
    for (let first = 0; first < sequences.length; first += batch) {
      const chunk = sequences.slice(first, first + batch);
      const { tokens, logits, reader, plan } = await this.#ask(batch, longest);
      const words = new Uint32Array(this.count * batch * longest);
      const starts: number[] = [];
      for (let model = 0; model < this.count; model++) {
        chunk.forEach((sequence, row) => {
          const at = (model * batch + row) * longest;
          words.set(sequence, at);
          starts.push((at + sequence.length - 1) * LOGITS);
        });
      }
      this.#arena.write(tokens, words);
      const submission = new Submission(this.#arena.gpu.device, `${this.#label} next logits`);
      submission.record(plan, 0);
      submission.end();
      const read = await reader.readParts(logits, starts, LOGITS);
      starts.forEach((_, part) => {
        const [model, row] = [Math.floor(part / chunk.length), first + (part % chunk.length)];
        const own = read.subarray(part * LOGITS, part * LOGITS + vocabulary);
        result.set(own, (model * sequences.length + row) * vocabulary);
      });
    }
    return result;
  }

  async sample(request: SampleRequest): Promise<Uint32Array> {
    const { prompts, promptLength, rows, tokens, firstRow } = request;
    const length = promptLength + tokens;
    const result = new Uint32Array(this.count * rows * tokens);
    const batch = Math.min(MOST_SEQUENCES, sizeFor(rows));
    const sampler = await this.#sampler(batch, length, request.temperature);
    for (let first = 0; first < rows; first += batch) {
      const chunk = Math.min(batch, rows - first);
      const words = new Uint32Array(this.count * batch * length);
      for (let model = 0; model < this.count; model++) {
        for (let row = 0; row < chunk; row++) {
          const from = (model * rows + first + row) * promptLength;
          words.set(prompts.subarray(from, from + promptLength), (model * batch + row) * length);
        }
      }
      const written = await sampler.run(words, promptLength, request.seeds, firstRow + first);
      for (let model = 0; model < this.count; model++) {
        for (let row = 0; row < chunk; row++) {
          const end = (model * batch + row + 1) * length;
          result.set(written.subarray(end - tokens, end), (model * rows + first + row) * tokens);
        }
      }
    }
    return result;
  }

  #sampler(batch: number, length: number, temperature: number): Promise<Sampler> {
    return kept(this.#samplers, `${batch} ${length} ${temperature}`, () =>
      prepareSampler(this.#arena, this, `${this.#label} sampling`, { batch, length, temperature }),
    );
  }

  #ask(sequences: number, length: number): Promise<Asking> {
    return kept(this.#asking, `${sequences} ${length}`, () => this.#prepareAsking(sequences, length));
  }

  async #prepareAsking(sequences: number, length: number): Promise<Asking> {
    const arena = this.#arena;
    const { padded, count: models } = this;
    const label = `${this.#label} next logits`;
    const batch: TokenBatch = { padded, models, rows: sequences * length, length, quads: arena.gpu.quads };
    const made = await arena.gpu.guarded(() => ({
      tokens: arena.tensor(`${label} tokens`, models * batch.rows),
      activations: makeActivations(arena, label, batch, 'reused'),
      reader: new ReadBuffer(arena, label, models * sequences * padded.LOGITS),
      scalars: new StepScalars(arena),
    }));
    const dispatches = forwardDispatches(batch, this.values, made.tokens, made.activations);
    return { ...made, logits: made.activations.logits, plan: await arena.plan(label, dispatches, made.scalars) };
  }
}

/** Few sizes, so that few plans are made: 8, 16, 32, … */
export function sizeFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(roundUp(Math.max(1, count), 8)));
}

/** What `plans` has under `key`, made if it is not there; what failed is made again. */
function kept<T>(plans: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = plans.get(key);
  if (found) return found;
  const made = make();
  plans.set(key, made);
  made.catch(() => plans.delete(key));
  return made;
}
