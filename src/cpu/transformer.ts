// The transformer's forward and backward pass, made of the twins. Forward stands above backward, and both read in the
// order of the maths. Buffers are made once and filled at every pass. Knows no tasks and no optimizers.
import type { Real } from '../experiment/trainer.ts';
import { RMS_EPSILON, tensorNamed, type Transformer } from '../experiment/transformer.ts';
import { attention, attentionBackward } from './attention.ts';
import { backward, forward, weightGradient, type LayerSize } from './matmul.ts';
import { addRmsNorm, gainGradient, rmsNorm, rmsNormBackward, type NormSize } from './norms.ts';
import { embeddingGradient, embedTokens, positionGradient } from './tokens.ts';

/** Makes zeros of the trainer's precision. */
export type Allocate = (length: number) => Real;

/** What a norm reads and writes: hidden and normed [model, row, width], scales [model, row]. */
interface Norm {
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
  readonly #delta: Real;
  /** Query, key and value of each layer as one matrix: [model, layer, width, 3 · width]. */
  readonly packed: Real;

  constructor(architecture: Transformer, models: number, rows: number, length: number, allocate: Allocate) {
    const { width, heads, mlpWidth, layers } = architecture;
    const perRow = (columns: number) => allocate(models * rows * columns);
    const norm = (): Norm => ({ hidden: perRow(width), normed: perRow(width), scales: perRow(1) });
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
    embedTokens(this.embeddingSize(), { parameters, batchTokens: tokens, hidden: this.embedded });
    this.pack(parameters);
    this.throughLayers(parameters, (layer) => {
      const { qkv, attended, logSumExp } = this.layers[layer]!;
      attention(this.attentionSize(), { qkv, output: attended, logSumExp });
    });
  }

  /** From `embedded` to the final norm. `attend` makes a layer's `attended` from its `qkv`. Needs `pack` before. */
  throughLayers(parameters: Real, attend: (layer: number) => void): void {
    const EPSILON = RMS_EPSILON;
    const { packed, layers } = this;
    const delta = this.#delta;
    const unmasked = { MODELS_PER_INPUT: 1, RELU: false };
    rmsNorm({ ...this.gain(this.nameBehind(-1)), EPSILON }, { parameters, ...this.normBehind(-1) });
    layers.forEach(({ attentionNorm, qkv, attended, mlpNorm, mlp }, l) => {
      forward(
        { ...this.qkvSize(l), ...unmasked, BIASED: false },
        { parameters: packed, input: attentionNorm.normed, output: qkv },
      );
      attend(l);
      forward(
        { ...this.matrix(`output${l}`), ...unmasked, BIASED: false },
        { parameters, input: attended, output: delta },
      );
      const afterAttention = { parameters, residual: attentionNorm.hidden, delta, ...mlpNorm };
      addRmsNorm({ ...this.gain(`mlpNorm${l}`), EPSILON }, afterAttention);
      const mlpIn = { ...this.matrix(`mlpIn${l}`, `mlpInBias${l}`), MODELS_PER_INPUT: 1, RELU: true };
      forward(mlpIn, { parameters, input: mlpNorm.normed, output: mlp });
      const mlpOut = { ...this.matrix(`mlpOut${l}`, `mlpOutBias${l}`), ...unmasked };
      forward(mlpOut, { parameters, input: mlp, output: delta });
      const afterMlp = { parameters, residual: mlpNorm.hidden, delta, ...this.normBehind(l) };
      addRmsNorm({ ...this.gain(this.nameBehind(l)), EPSILON }, afterMlp);
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
  { architecture, models, rows }: Pick<TransformerPass, 'architecture' | 'models' | 'rows'>,
  parameters: Real,
  normed: Real,
  logits: Real,
): void {
  const { vocabulary: IN, width: OUT } = architecture;
  const WEIGHT = tensorNamed(architecture, 'embedding').offset;
  const size = { MODELS: models, BATCH: rows, IN, OUT, PARAMETERS: architecture.parameters.size, WEIGHT, BIAS: 0 };
  backward({ ...size, MASKED: false }, { parameters, dOutput: normed, dInput: logits });
}

/** The backward pass of a forward pass. */
export class TransformerGradient {
  /** [model, parameter]; what does not train is whatever it was. */
  readonly gradients: Real;
  readonly #pass: TransformerPass;
  readonly #trains: ReadonlySet<string>;
  readonly #dHidden: Real;
  readonly #dNormed: Real;
  readonly #dAttended: Real;
  readonly #dMlp: Real;
  readonly #dQkv: Real;
  readonly #dPacked: Real;

  /** @param trains names of the tensors that need a gradient */
  constructor(pass: TransformerPass, trains: ReadonlySet<string>, allocate: Allocate) {
    const { architecture, models, rows } = pass;
    const { width, mlpWidth } = architecture;
    this.gradients = allocate(models * architecture.parameters.size);
    this.#pass = pass;
    this.#trains = trains;
    this.#dHidden = allocate(models * rows * width);
    this.#dNormed = allocate(models * rows * width);
    this.#dAttended = allocate(models * rows * width);
    this.#dMlp = allocate(models * rows * mlpWidth);
    this.#dQkv = allocate(models * rows * 3 * width);
    this.#dPacked = allocate(pass.packed.length);
  }

  /** From dLogits [model, row, token] to `gradients`. `tokens` and `parameters` are those of the forward pass. */
  backward(parameters: Real, tokens: Uint32Array, dLogits: Real): void {
    const pass = this.#pass;
    const gradients = this.gradients;
    const [dHidden, dNormed] = [this.#dHidden, this.#dNormed];
    const unembedding = { ...pass.matrix('embedding'), MODELS_PER_INPUT: 1, RELU: false, BIASED: false };
    forward(unembedding, { parameters, input: dLogits, output: dNormed });
    this.#normBackward('finalNorm', parameters, pass.finalNorm, false);
    for (let l = pass.layers.length - 1; l >= 0; l--) this.#layerBackward(l, parameters);
    if (['query', 'key', 'value'].some((name) => pass.layers.some((_, l) => this.#trains.has(`${name}${l}`)))) {
      this.#unpack();
    }
    const size = pass.embeddingSize();
    if (this.#trains.has('embedding')) {
      const LOGITS = pass.architecture.vocabulary;
      const { normed } = pass.finalNorm;
      embeddingGradient({ ...size, LOGITS }, { batchTokens: tokens, dHidden, dLogits, normed, gradients });
    }
    if (this.#trains.has('position')) {
      positionGradient({ ...size, BATCH: pass.rows / pass.length }, { dHidden, gradients });
    }
  }

  #layerBackward(l: number, parameters: Real): void {
    const pass = this.#pass;
    const { attentionNorm, qkv, logSumExp, attended, mlpNorm, mlp } = pass.layers[l]!;
    const [dHidden, dNormed, dMlp] = [this.#dHidden, this.#dNormed, this.#dMlp];
    const [dAttended, dQkv] = [this.#dAttended, this.#dQkv];

    this.#weightGradient(`mlpOut${l}`, mlp, dHidden, `mlpOutBias${l}`);
    backward(pass.matrix(`mlpOut${l}`), { parameters, dOutput: dHidden, activation: mlp, dInput: dMlp });
    this.#weightGradient(`mlpIn${l}`, mlpNorm.normed, dMlp, `mlpInBias${l}`);
    backward({ ...pass.matrix(`mlpIn${l}`), MASKED: false }, { parameters, dOutput: dMlp, dInput: dNormed });
    this.#normBackward(`mlpNorm${l}`, parameters, mlpNorm, true);

    this.#weightGradient(`output${l}`, attended, dHidden);
    backward({ ...pass.matrix(`output${l}`), MASKED: false }, { parameters, dOutput: dHidden, dInput: dAttended });
    attentionBackward(pass.attentionSize(), { qkv, output: attended, dOutput: dAttended, logSumExp, dQkv });
    if (['query', 'key', 'value'].some((name) => this.#trains.has(`${name}${l}`))) {
      const size = { ...pass.qkvSize(l), BIASED: false };
      weightGradient(size, { input: attentionNorm.normed, dOutput: dQkv, gradients: this.#dPacked });
    }
    backward({ ...pass.qkvSize(l), MASKED: false }, { parameters: pass.packed, dOutput: dQkv, dInput: dNormed });
    this.#normBackward(`attentionNorm${l}`, parameters, attentionNorm, true);
  }

  #weightGradient(name: string, input: Real, dOutput: Real, bias?: string): void {
    if (!this.#trains.has(name) && !(bias !== undefined && this.#trains.has(bias))) return;
    const size = { ...this.#pass.matrix(name, bias), BIASED: bias !== undefined };
    weightGradient(size, { input, dOutput, gradients: this.gradients });
  }

  /** From dNormed to dHidden; added to what came past the norm if it did. */
  #normBackward(gain: string, parameters: Real, { hidden, scales }: Norm, ACCUMULATE: boolean): void {
    const size = this.#pass.gain(gain);
    const dNormed = this.#dNormed;
    if (this.#trains.has(gain)) gainGradient(size, { hidden, scales, dNormed, gradients: this.gradients });
    rmsNormBackward({ ...size, ACCUMULATE }, { parameters, hidden, scales, dNormed, dHidden: this.#dHidden });
  }

  #unpack(): void {
    const { width } = this.#pass.architecture;
    const [gradients, dPacked] = [this.gradients, this.#dPacked];
    this.#pass.eachPackedRow((to, at) => {
      for (let i = 0; i < width; i++) gradients[to + i] = dPacked[at + i]!;
    });
  }
}
