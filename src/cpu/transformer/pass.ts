// The transformer's forward pass on the CPU, in the order of the maths; gradient.ts goes back the same way. Buffers are made
// once and filled at every pass. Knows no tasks and no optimizers.
import type { Real } from '../../experiment/processor/processor.ts';
import { RMS_EPSILON, tensorNamed, type Transformer } from '../../experiment/processor/transformer.ts';
import type { Cpu, CpuKernels } from '../kernels.ts';
import type { LayerSize } from '../twins/matmul.ts';
import type { NormSize } from '../twins/norms.ts';

/** What a norm reads and writes: hidden and normed [model, row, width], scales [model, row]. */
export interface Norm {
  readonly hidden: Real;
  readonly normed: Real;
  readonly scales: Real;
}

/** What one layer leaves for its backward pass. */
interface Layer {
  readonly attentionNorm: Norm;
  /** [model, row, 3 · width], [model, row, heads] and [model, row, width] */
  readonly qkv: Real;
  readonly logSumExp: Real;
  readonly attended: Real;
  readonly mlpNorm: Norm;
  /** Behind the ReLU, [model, row, mlpWidth]. */
  readonly mlp: Real;
}

/** A forward pass of `rows` rows of `models` networks, in sequences of `length`; and everything it leaves behind. */
export class TransformerPass {
  readonly architecture: Transformer;
  readonly models: number;
  readonly rows: number;
  readonly length: number;
  readonly layers: readonly Layer[];
  readonly finalNorm: Norm;
  readonly #kernels: CpuKernels;
  readonly #delta: Real;
  /** Query, key and value of each layer as one matrix: [model, layer, width, 3 · width]. */
  readonly packed: Real;

  constructor(architecture: Transformer, models: number, rows: number, length: number, { kernels, allocate }: Cpu) {
    const { width, heads, mlpWidth, layers } = architecture;
    const perRow = (columns: number) => allocate(models * rows * columns);
    const norm = (): Norm => ({ hidden: perRow(width), normed: perRow(width), scales: perRow(1) });
    this.#kernels = kernels;
    this.architecture = architecture;
    this.models = models;
    this.rows = rows;
    this.length = length;
    this.layers = Array.from({ length: layers }, () => ({
      attentionNorm: norm(),
      qkv: perRow(3 * width),
      logSumExp: perRow(heads),
      attended: perRow(width),
      mlpNorm: norm(),
      mlp: perRow(mlpWidth),
    }));
    this.finalNorm = norm();
    this.#delta = perRow(width);
    this.packed = allocate(models * layers * width * 3 * width);
  }

  /** Where the hidden rows enter the first layer, [model, row, width]. */
  get embedded(): Real {
    return this.normBehind(-1).hidden;
  }

  /** The norm behind a layer: the next layer's first, or the final one. */
  normBehind(layer: number): Norm {
    return this.layers[layer + 1]?.attentionNorm ?? this.finalNorm;
  }

  /** Reads `tokens` [model, row], whole sequences. */
  forward(parameters: Real, tokens: Uint32Array): void {
    this.#kernels.embedTokens(this.embeddingSize(), { parameters, batchTokens: tokens, hidden: this.embedded });
    this.pack(parameters);
    this.throughLayers(parameters, (layer) => {
      const { qkv, attended, logSumExp } = this.layers[layer]!;
      this.#kernels.attention(this.attentionSize(), { qkv, output: attended, logSumExp });
    });
  }

  /** From `embedded` to the final norm. `attend` makes a layer's `attended` from its `qkv`. Needs `pack` before. */
  throughLayers(parameters: Real, attend: (layer: number) => void): void {
    const EPSILON = RMS_EPSILON;
    const { packed, layers } = this;
    const kernels = this.#kernels;
    const delta = this.#delta;
    const unmasked = { MODELS_PER_INPUT: 1, RELU: false };
    kernels.rmsNorm({ ...this.gain(this.nameBehind(-1)), EPSILON }, { parameters, ...this.normBehind(-1) });
    layers.forEach(({ attentionNorm, qkv, attended, mlpNorm, mlp }, l) => {
      kernels.forward(
        { ...this.qkvSize(l), ...unmasked, BIASED: false },
        { parameters: packed, input: attentionNorm.normed, output: qkv },
      );
      attend(l);
      kernels.forward(
        { ...this.matrix(`output${l}`), ...unmasked, BIASED: false },
        { parameters, input: attended, output: delta },
      );
      const afterAttention = { parameters, residual: attentionNorm.hidden, delta, ...mlpNorm };
      kernels.addRmsNorm({ ...this.gain(`mlpNorm${l}`), EPSILON }, afterAttention);
      const mlpIn = { ...this.matrix(`mlpIn${l}`, `mlpInBias${l}`), MODELS_PER_INPUT: 1, RELU: true };
      kernels.forward(mlpIn, { parameters, input: mlpNorm.normed, output: mlp });
      const mlpOut = { ...this.matrix(`mlpOut${l}`, `mlpOutBias${l}`), ...unmasked };
      kernels.forward(mlpOut, { parameters, input: mlp, output: delta });
      const afterMlp = { parameters, residual: mlpNorm.hidden, delta, ...this.normBehind(l) };
      kernels.addRmsNorm({ ...this.gain(this.nameBehind(l)), EPSILON }, afterMlp);
    });
  }

  nameBehind(layer: number): string {
    return layer + 1 < this.layers.length ? `attentionNorm${layer + 1}` : 'finalNorm';
  }

  /** Copies query, key and value of every layer into `packed`. */
  pack(parameters: Real): void {
    const { width } = this.architecture;
    const { packed } = this;
    this.eachPackedRow((at, to) => {
      for (let i = 0; i < width; i++) packed[to + i] = parameters[at + i]!;
    });
  }

  /** Every row of every query, key and value: where it lies in [model, parameter], and where in `packed`. */
  eachPackedRow(visit: (at: number, packedAt: number) => void): void {
    const { models, architecture } = this;
    const { width, layers, parameters } = architecture;
    for (let model = 0; model < models; model++) {
      for (let l = 0; l < layers; l++) {
        ['query', 'key', 'value'].forEach((name, part) => {
          const { offset } = tensorNamed(architecture, `${name}${l}`);
          for (let i = 0; i < width; i++) {
            const packedRow = (model * layers + l) * width + i;
            visit(model * parameters.size + offset + i * width, (packedRow * 3 + part) * width);
          }
        });
      }
    }
  }

  matrix(name: string, bias?: string): LayerSize {
    const { architecture } = this;
    const { shape, offset } = tensorNamed(architecture, name);
    return {
      MODELS: this.models,
      BATCH: this.rows,
      IN: shape[0]!,
      OUT: shape[1]!,
      PARAMETERS: architecture.parameters.size,
      WEIGHT: offset,
      BIAS: bias === undefined ? 0 : tensorNamed(architecture, bias).offset,
    };
  }

  qkvSize(layer: number): LayerSize {
    const { width, layers } = this.architecture;
    const each = width * 3 * width;
    const size = { MODELS: this.models, BATCH: this.rows, IN: width, OUT: 3 * width };
    return { ...size, PARAMETERS: layers * each, WEIGHT: layer * each, BIAS: 0 };
  }

  gain(name: string): NormSize {
    const { width: WIDTH, parameters } = this.architecture;
    const size = { MODELS: this.models, ROWS: this.rows, WIDTH, UNITS: WIDTH, PARAMETERS: parameters.size };
    return { ...size, GAIN: tensorNamed(this.architecture, name).offset };
  }

  attentionSize() {
    const { width, heads: HEADS } = this.architecture;
    const HEAD = width / HEADS;
    return { MODELS: this.models, ROWS: this.rows, LENGTH: this.length, HEADS, HEAD, SCALE: 1 / Math.sqrt(HEAD) };
  }

  embeddingSize() {
    const { architecture, models: MODELS, rows: ROWS, length: LENGTH } = this;
    return {
      MODELS,
      ROWS,
      LENGTH,
      WIDTH: architecture.width,
      PARAMETERS: architecture.parameters.size,
      EMBEDDING: tensorNamed(architecture, 'embedding').offset,
      POSITION: tensorNamed(architecture, 'position').offset,
      SCALE: Math.sqrt(architecture.width),
    };
  }
}

/** logits [model, row, token] = normed [model, row, width] · embeddingᵀ. */
export function unembed(
  kernels: CpuKernels,
  { architecture, models, rows }: Pick<TransformerPass, 'architecture' | 'models' | 'rows'>,
  parameters: Real,
  normed: Real,
  logits: Real,
): void {
  const { vocabulary: IN, width: OUT } = architecture;
  const WEIGHT = tensorNamed(architecture, 'embedding').offset;
  const size = { MODELS: models, BATCH: rows, IN, OUT, PARAMETERS: architecture.parameters.size, WEIGHT, BIAS: 0 };
  kernels.backward({ ...size, MASKED: false }, { parameters, dOutput: normed, dInput: logits });
}
