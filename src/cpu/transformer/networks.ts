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
      for (let first = 0; first < sequences.length; first += TOGETHER) {
        const some = sequences.slice(first, first + TOGETHER);
        const each = some.length * vocabulary;
        kernels.scratch(() => {
          const logits = this.#lastLogits(some);
          for (let model = 0; model < this.count; model++) {
            const to = (model * sequences.length + first) * vocabulary;
            all.set(logits.subarray(model * each, (model + 1) * each), to);
          }
        });
      }
      return all.slice();
    });
  }

  /** Sequences that end early are padded; no position sees what is behind it. */
  #lastLogits(sequences: readonly (readonly number[])[]): Real {
    const { architecture, count } = this;
    const { kernels, allocate } = this.#cpu;
    const { width, vocabulary } = architecture;
    const length = Math.max(...sequences.map((sequence) => sequence.length));
    const rows = sequences.length * length;
    const tokens = new Uint32Array(count * rows);
    const last = allocate(count * sequences.length * width);
    const logits = allocate(count * sequences.length * vocabulary);
    const pass = new TransformerPass(architecture, count, rows, length, this.#cpu);
    for (let model = 0; model < count; model++) {
      sequences.forEach((sequence, s) => tokens.set(sequence, model * rows + s * length));
    }
    pass.forward(this.values, tokens);
    for (let model = 0; model < count; model++) {
      sequences.forEach((sequence, s) => {
        const at = (model * rows + s * length + sequence.length - 1) * width;
        const to = (model * sequences.length + s) * width;
        last.set(pass.finalNorm.normed.subarray(at, at + width), to);
      });
    }
    unembed(kernels, { architecture, models: count, rows: sequences.length }, this.values, last, logits);
    return logits;
  }

  async sample(request: SampleRequest): Promise<Uint32Array> {
    const { prompts, promptLength, rows, tokens } = request;
    const sampled = new Uint32Array(this.count * rows * tokens);
    for (let first = 0; first < rows; first += TOGETHER) {
      const some = Math.min(TOGETHER, rows - first);
      const length = promptLength + tokens;
      const sequences = new Uint32Array(this.count * some * length);
      for (let model = 0; model < this.count; model++) {
        for (let row = 0; row < some; row++) {
          const at = (model * rows + first + row) * promptLength;
          sequences.set(prompts.subarray(at, at + promptLength), (model * some + row) * length);
        }
      }
      this.#cpu.kernels.scratch(() => this.#decode(request, first, some, sequences));
      for (let model = 0; model < this.count; model++) {
        for (let row = 0; row < some; row++) {
          const end = (model * some + row + 1) * length;
          sampled.set(sequences.subarray(end - tokens, end), (model * rows + first + row) * tokens);
        }
      }
    }
    return sampled;
  }

  /** Fills what is behind the prompts in sequences [model, row, position], position by position. */
  #decode(request: SampleRequest, firstRow: number, rows: number, sequences: Uint32Array): void {
    const { architecture, count: MODELS, values: parameters } = this;
    const { kernels, allocate } = this.#cpu;
    const { width, vocabulary } = architecture;
    const LENGTH = request.promptLength + request.tokens;
    const pass = new TransformerPass(architecture, MODELS, rows, 1, this.#cpu);
    const cache = () => allocate(MODELS * rows * LENGTH * width);
    const caches = pass.layers.map(() => ({ keys: cache(), values: cache() }));
    const logits = allocate(MODELS * rows * vocabulary);
    const seeds = Uint32Array.from(request.seeds);
    const size = { ...pass.embeddingSize(), BATCH: rows, LENGTH };
    const attentionSize = { ...pass.attentionSize(), BATCH: rows, LENGTH };
    const sampleSize = {
      MODELS,
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
