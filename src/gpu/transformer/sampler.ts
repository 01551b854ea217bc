// Sampling on the GPU: lists grow by one token per position, and keys and values of earlier positions are kept. Plans are
// made once for a shape; afterwards a chunk of lists is one submit and one read-back.
import { STREAM } from '../../experiment/random.ts';
import { ReadBuffer, StepScalars, type Arena, type Dispatch, type Plan } from '../plan.ts';
import { Submission } from '../submission.ts';
import { attentionScale, embeddingScale, firstNormDispatch, headParts, threads, type TokenBatch } from './kernels.ts';
import type { PaddedTransformer } from './layout.ts';
import { afterAttention, makeActivations, qkvDispatch, unembeddingDispatch, type Activations } from './dispatches.ts';

/** What a sampler is made for. */
export interface SamplerShape {
  /** Lists per model; a multiple of 8. */
  readonly batch: number;
  /** Tokens of a list, prompt included. */
  readonly length: number;
  readonly temperature: number;
}

interface SampledNetworks {
  readonly padded: PaddedTransformer;
  readonly count: number;
  readonly values: GPUBuffer;
}

interface SamplerTensors {
  /** [model, list, position] */
  readonly sequences: GPUBuffer;
  readonly seeds: GPUBuffer;
  readonly activations: Activations;
  /** Per layer, both [model, list, position, HEADS, HEAD]. */
  readonly keys: readonly GPUBuffer[];
  readonly values: readonly GPUBuffer[];
  readonly scalars: StepScalars;
  readonly reader: ReadBuffer;
}

/** Makes all buffers and compiles all kernels for lists of this shape. */
export async function prepareSampler(
  arena: Arena,
  networks: SampledNetworks,
  label: string,
  shape: SamplerShape,
): Promise<Sampler> {
  const { padded, count: models } = networks;
  const batch: TokenBatch = { padded, models, rows: shape.batch, length: shape.length, quads: arena.gpu.quads };
  const tensors = await arena.gpu.guarded((): SamplerTensors => {
    const elements = models * shape.batch * shape.length;
    const cache = (kind: string) =>
      padded.layers.map((_, l) => arena.tensor(`${label} ${kind} ${l}`, elements * padded.HEADS * padded.HEAD));
    return {
      sequences: arena.tensor(`${label} sequences`, elements),
      seeds: arena.tensor(`${label} seeds`, models),
      activations: makeActivations(arena, label, batch, 'reused'),
      keys: cache('keys'),
      values: cache('values'),
      scalars: new StepScalars(arena),
      reader: new ReadBuffer(arena, label, elements),
    };
  });
  const plan = (sampling: boolean) =>
    arena.plan(label, positionDispatches(batch, networks.values, tensors, shape, sampling), tensors.scalars);
  const [reading, sampling] = await Promise.all([plan(false), plan(true)]);
  return new Sampler(arena, label, models, shape, tensors, reading, sampling);
}

export class Sampler {
  readonly #arena: Arena;
  readonly #label: string;
  readonly #models: number;
  readonly #shape: SamplerShape;
  readonly #tensors: SamplerTensors;
  /** A position of the prompt whose next token is known, and one whose next token is drawn. */
  readonly #reading: Plan;
  readonly #sampling: Plan;

  constructor(
    arena: Arena,
    label: string,
    models: number,
    shape: SamplerShape,
    tensors: SamplerTensors,
    reading: Plan,
    sampling: Plan,
  ) {
    this.#arena = arena;
    this.#label = label;
    this.#models = models;
    this.#shape = shape;
    this.#tensors = tensors;
    this.#reading = reading;
    this.#sampling = sampling;
  }

  /**
   * Completes sequences [model, list, position] that start with their prompts; one call at a time.
   * @param seeds [model]
   * @param first number of the first list
   */
  async run(prompts: Uint32Array, promptLength: number, seeds: readonly number[], first: number): Promise<Uint32Array> {
    const { sequences, reader, seeds: seedTensor } = this.#tensors;
    const { batch, length } = this.#shape;
    this.#arena.write(sequences, prompts);
    this.#arena.write(seedTensor, Uint32Array.from(seeds));
    for (let start = 0; start < length - 1; start += StepScalars.slots) {
      this.#submit(start, Math.min(length - 1, start + StepScalars.slots), promptLength, first);
    }
    return reader.readWords(sequences, this.#models * batch * length);
  }

  #submit(start: number, end: number, promptLength: number, first: number): void {
    const { scalars } = this.#tensors;
    for (let position = start; position < end; position++) scalars.setDecode(position - start, { position, first });
    scalars.upload(end - start);
    const submission = new Submission(this.#arena.gpu.device, this.#label);
    for (let position = start; position < end; position++) {
      submission.record(position < promptLength - 1 ? this.#reading : this.#sampling, position - start);
    }
    submission.end();
  }
}

/** One position of every list: its keys and values and, if `sampling`, the token behind it. */
function positionDispatches(
  batch: TokenBatch,
  parameters: GPUBuffer,
  tensors: SamplerTensors,
  { temperature: TEMPERATURE }: SamplerShape,
  sampling: boolean,
): Dispatch[] {
  const { padded, rows: BATCH, length: LENGTH } = batch;
  const { WIDTH, HEADS, HEAD, EMBEDDING, POSITION, LOGITS } = padded;
  const { sequences, seeds, activations } = tensors;
  const { hidden } = activations.layers[0]!;
  const embed: Dispatch = {
    kernel: 'embedNext',
    constants: { BATCH, LENGTH, WIDTH, PARAMETERS: padded.size, EMBEDDING, POSITION, SCALE: embeddingScale(padded) },
    tensors: { parameters, sequences, hidden },
    workgroups: threads(batch, (BATCH * WIDTH) / 4),
  };
  const layers = activations.layers.flatMap((layer, l): Dispatch[] => {
    const attend: Dispatch = {
      kernel: 'cachedAttention',
      constants: { BATCH, LENGTH, HEADS, HEAD, SCALE: attentionScale(padded) },
      tensors: { qkv: layer.qkv, keys: tensors.keys[l]!, values: tensors.values[l]!, output: layer.attended },
      workgroups: threads(batch, BATCH * HEADS * headParts(padded)),
    };
    const kept = [qkvDispatch(batch, parameters, layer, l), attend];
    // Nothing asks for what the last layer makes of a token of the prompt.
    const needed = sampling || l < padded.layers.length - 1;
    return needed ? [...kept, ...afterAttention(batch, parameters, activations, l)] : kept;
  });
  const read = [embed, firstNormDispatch(batch, parameters, activations.layers[0]!), ...layers];
  if (!sampling) return read;
  const draw: Dispatch = {
    kernel: 'sampleToken',
    constants: {
      BATCH,
      LENGTH,
      LOGITS,
      VOCABULARY: padded.transformer.vocabulary,
      TEMPERATURE,
      STREAM: STREAM.sampling,
    },
    tensors: { logits: activations.logits, seeds, sequences },
    workgroups: threads(batch, BATCH),
  };
  return [...read, unembeddingDispatch(batch, parameters, activations), draw];
}
