// Transformers on the CPU: their weights, what they say next, and lists sampled from them. Trains nothing.
import type { TransformerNetworks, SampleRequest } from '../../experiment/processor/transformer-processor.ts';
import { STREAM } from '../../experiment/random.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import type { Transformer } from '../../experiment/processor/transformer.ts';
import type { Cpu } from '../kernels.ts';
import { TOGETHER } from '../memory.ts';
import { TransformerPass, unembed } from './pass.ts';

export class CpuTransformers implements TransformerNetworks {
  readonly architecture: Transformer;
  readonly count: number;
  /** The weights themselves, [model, parameter]. */
  readonly values: Real;
  readonly #cpu: Cpu;

  constructor(architecture: Transformer, parameters: Real, cpu: Cpu) {
    this.architecture = architecture;
    this.count = parameters.length / architecture.parameters.size;
    this.values = cpu.allocate(parameters.length);
    this.values.set(parameters);
    this.#cpu = cpu;
  }

  async parameters(): Promise<Real> {
    return this.values.slice();
  }

  async nextLogits(sequences: readonly (readonly number[])[]): Promise<Real> {
    const { vocabulary } = this.architecture;
    const { kernels, allocate } = this.#cpu;
    return kernels.scratch(() => {
      const all = allocate(this.count * sequences.length * vocabulary);
      this.#eachModel((parameters, model) => {
        for (let first = 0; first < sequences.length; first += TOGETHER) {
          const some = sequences.slice(first, first + TOGETHER);
          const to = (model * sequences.length + first) * vocabulary;
          kernels.scratch(() => this.#lastLogits(parameters, some, all.subarray(to, to + some.length * vocabulary)));
        }
      });
      return all.slice();
    });
  }

  async sample(request: SampleRequest): Promise<Uint32Array> {
    const { prompts, promptLength, rows, tokens } = request;
    const { kernels } = this.#cpu;
    const length = promptLength + tokens;
    const sampled = new Uint32Array(this.count * rows * tokens);
    this.#eachModel((parameters, model) => {
      for (let first = 0; first < rows; first += TOGETHER) {
        const some = Math.min(TOGETHER, rows - first);
        kernels.scratch(() => {
          const sequences = kernels.words(some * length);
          for (let row = 0; row < some; row++) {
            const at = (model * rows + first + row) * promptLength;
            sequences.set(prompts.subarray(at, at + promptLength), row * length);
          }
          this.#decode(parameters, request, model, first, some, sequences);
          for (let row = 0; row < some; row++) {
            const end = (row + 1) * length;
            sampled.set(sequences.subarray(end - tokens, end), (model * rows + first + row) * tokens);
          }
        });
      }
    });
    return sampled;
  }

  /** @param visit gets [parameter], which shares memory with all of them */
  #eachModel(visit: (parameters: Real, model: number) => void): void {
    const { size } = this.architecture.parameters;
    for (let model = 0; model < this.count; model++) {
      visit(this.values.subarray(model * size, (model + 1) * size), model);
    }
  }

  /**
   * Fills logits [sequence, token] of one model. Sequences that end early are padded; no position sees what is behind it.
   */
  #lastLogits(parameters: Real, sequences: readonly (readonly number[])[], logits: Real): void {
    const { architecture } = this;
    const { kernels, allocate } = this.#cpu;
    const { width } = architecture;
    const length = Math.max(...sequences.map((sequence) => sequence.length));
    const rows = sequences.length * length;
    const tokens = kernels.words(rows);
    const last = allocate(sequences.length * width);
    const pass = new TransformerPass(architecture, 1, rows, length, this.#cpu);
    sequences.forEach((sequence, s) => tokens.set(sequence, s * length));
    pass.forward(parameters, tokens);
    sequences.forEach((sequence, s) => {
      const at = (s * length + sequence.length - 1) * width;
      last.set(pass.finalNorm.normed.subarray(at, at + width), s * width);
    });
    unembed(kernels, { architecture, models: 1, rows: sequences.length }, parameters, last, logits);
  }

  /** Fills what is behind the prompts in sequences [row, position] of one model, position by position. */
  #decode(
    parameters: Real,
    request: SampleRequest,
    model: number,
    firstRow: number,
    rows: number,
    sequences: Uint32Array,
  ): void {
    const { architecture } = this;
    const { kernels, allocate } = this.#cpu;
    const { width, vocabulary } = architecture;
    const LENGTH = request.promptLength + request.tokens;
    const pass = new TransformerPass(architecture, 1, rows, 1, this.#cpu);
    const cache = () => allocate(rows * LENGTH * width);
    const caches = pass.layers.map(() => ({ keys: cache(), values: cache() }));
    const logits = allocate(rows * vocabulary);
    const seeds = this.#cpu.words([request.seeds[model]!]);
    const size = { ...pass.embeddingSize(), BATCH: rows, LENGTH };
    const attentionSize = { ...pass.attentionSize(), BATCH: rows, LENGTH };
    const sampleSize = {
      MODELS: 1,
      BATCH: rows,
      LENGTH,
      LOGITS: vocabulary,
      VOCABULARY: vocabulary,
      TEMPERATURE: request.temperature,
      STREAM: STREAM.sampling,
    };
    pass.pack(parameters);
    for (let position = 0; position < LENGTH - 1; position++) {
      const decode = { position, first: request.firstRow + firstRow };
      kernels.embedNext(size, { parameters, sequences, hidden: pass.embedded }, decode);
      pass.throughLayers(parameters, (layer) => {
        const { qkv, attended } = pass.layers[layer]!;
        kernels.cachedAttention(attentionSize, { qkv, ...caches[layer]!, output: attended }, decode);
      });
      if (position < request.promptLength - 1) continue;
      unembed(kernels, pass, parameters, pass.finalNorm.normed, logits);
      kernels.sampleToken(sampleSize, { logits, seeds, sequences }, decode);
    }
  }
}
