// The transformer's backward pass on the CPU: from the logits' gradient to the parameters', back along pass.ts.
import type { Real } from '../../experiment/processor/processor.ts';
import type { Cpu, CpuKernels } from '../kernels.ts';
import type { Norm, TransformerPass } from './pass.ts';

/** The backward pass of a forward pass. */
export class TransformerGradient {
  /** [model, parameter]; what does not train is whatever it was. */
  readonly gradients: Real;
  readonly #kernels: CpuKernels;
  readonly #pass: TransformerPass;
  readonly #trains: ReadonlySet<string>;
  readonly #dHidden: Real;
  readonly #dNormed: Real;
  readonly #dAttended: Real;
  readonly #dMlp: Real;
  readonly #dQkv: Real;
  readonly #dPacked: Real;

  /** @param trains names of the tensors that need a gradient */
  constructor(pass: TransformerPass, trains: ReadonlySet<string>, { kernels, allocate }: Cpu) {
    const { architecture, models, rows } = pass;
    const { width, mlpWidth } = architecture;
    this.gradients = allocate(models * architecture.parameters.size);
    this.#kernels = kernels;
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
    this.#kernels.forward(unembedding, { parameters, input: dLogits, output: dNormed });
    this.#normBackward('finalNorm', parameters, pass.finalNorm, false);
    for (let l = pass.layers.length - 1; l >= 0; l--) this.#layerBackward(l, parameters);
    if (['query', 'key', 'value'].some((name) => pass.layers.some((_, l) => this.#trains.has(`${name}${l}`)))) {
      this.#unpack();
    }
    const size = pass.embeddingSize();
    if (this.#trains.has('embedding')) {
      const LOGITS = pass.architecture.vocabulary;
      const { normed } = pass.finalNorm;
      this.#kernels.embeddingGradient(
        { ...size, LOGITS },
        { batchTokens: tokens, dHidden, dLogits, normed, gradients },
      );
    }
    if (this.#trains.has('position')) {
      this.#kernels.positionGradient({ ...size, BATCH: pass.rows / pass.length }, { dHidden, gradients });
    }
  }

  #layerBackward(l: number, parameters: Real): void {
    const kernels = this.#kernels;
    const pass = this.#pass;
    const { attentionNorm, qkv, logSumExp, attended, mlpNorm, mlp } = pass.layers[l]!;
    const [dHidden, dNormed, dMlp] = [this.#dHidden, this.#dNormed, this.#dMlp];
    const [dAttended, dQkv] = [this.#dAttended, this.#dQkv];

    this.#weightGradient(`mlpOut${l}`, mlp, dHidden, `mlpOutBias${l}`);
    kernels.backward(pass.matrix(`mlpOut${l}`), { parameters, dOutput: dHidden, activation: mlp, dInput: dMlp });
    this.#weightGradient(`mlpIn${l}`, mlpNorm.normed, dMlp, `mlpInBias${l}`);
    kernels.backward({ ...pass.matrix(`mlpIn${l}`), MASKED: false }, { parameters, dOutput: dMlp, dInput: dNormed });
    this.#normBackward(`mlpNorm${l}`, parameters, mlpNorm, true);

    this.#weightGradient(`output${l}`, attended, dHidden);
    kernels.backward(
      { ...pass.matrix(`output${l}`), MASKED: false },
      { parameters, dOutput: dHidden, dInput: dAttended },
    );
    kernels.attentionBackward(pass.attentionSize(), { qkv, output: attended, dOutput: dAttended, logSumExp, dQkv });
    if (['query', 'key', 'value'].some((name) => this.#trains.has(`${name}${l}`))) {
      const size = { ...pass.qkvSize(l), BIASED: false };
      kernels.weightGradient(size, { input: attentionNorm.normed, dOutput: dQkv, gradients: this.#dPacked });
    }
    kernels.backward(
      { ...pass.qkvSize(l), MASKED: false },
      { parameters: pass.packed, dOutput: dQkv, dInput: dNormed },
    );
    this.#normBackward(`attentionNorm${l}`, parameters, attentionNorm, true);
  }

  #weightGradient(name: string, input: Real, dOutput: Real, bias?: string): void {
    if (!this.#trains.has(name) && !(bias !== undefined && this.#trains.has(bias))) return;
    const size = { ...this.#pass.matrix(name, bias), BIASED: bias !== undefined };
    this.#kernels.weightGradient(size, { input, dOutput, gradients: this.gradients });
  }

  /** From dNormed to dHidden; added to what came past the norm if it did. */
  #normBackward(gain: string, parameters: Real, { hidden, scales }: Norm, ACCUMULATE: boolean): void {
    const size = this.#pass.gain(gain);
    const dNormed = this.#dNormed;
    if (this.#trains.has(gain))
      this.#kernels.gainGradient(size, { hidden, scales, dNormed, gradients: this.gradients });
    this.#kernels.rmsNormBackward(
      { ...size, ACCUMULATE },
      { parameters, hidden, scales, dNormed, dHidden: this.#dHidden },
    );
  }

  #unpack(): void {
    const { width } = this.#pass.architecture;
    const [gradients, dPacked] = [this.gradients, this.#dPacked];
    this.#pass.eachPackedRow((to, at) => {
      for (let i = 0; i < width; i++) gradients[to + i] = dPacked[at + i]!;
    });
  }
}
