// The kernels of MLPs: sizes and tensors by name outside, numbers and addresses inside. Nothing is made per call.
import type { CpuKernels } from '../cpu/kernels.ts';
import { at, type Exports } from './exports.ts';

type MlpKernels = Pick<
  CpuKernels,
  | 'batchOrder'
  | 'gatherImages'
  | 'noise'
  | 'blurredNoise'
  | 'forward'
  | 'backward'
  | 'weightUpdate'
  | 'crossEntropy'
  | 'distillation'
  | 'cacheLogits'
  | 'confusion'
>;

export function mlpKernels(x: Exports): MlpKernels {
  return {
    batchOrder: (s, t, b) =>
      void x.batchOrder(
        s.GROUPS,
        s.BATCH,
        s.COUNT,
        s.STREAM,
        Number(s.SHUFFLED),
        b.epoch,
        b.first,
        b.rows,
        at(t.seeds),
        at(t.order),
      ),
    gatherImages: (s, t) => void x.gatherImages(s.GROUPS, s.BATCH, s.IN, at(t.images), at(t.order), at(t.input)),
    noise: (s, t) =>
      void x.noise(s.GROUPS, s.BATCH, s.IN, s.INPUTS, Number(s.NORMAL), at(t.seeds), at(t.order), at(t.input)),
    blurredNoise: (s, t) =>
      void x.blurredNoise(s.GROUPS, s.BATCH, s.IN, s.INPUTS, at(t.seeds), at(t.order), at(t.input)),
    forward: (s, t) =>
      void x.forward(
        s.MODELS,
        s.BATCH,
        s.IN,
        s.OUT,
        s.PARAMETERS,
        s.WEIGHT,
        s.BIAS,
        s.MODELS_PER_INPUT,
        Number(s.RELU),
        Number(s.BIASED ?? true),
        at(t.parameters),
        at(t.input),
        at(t.output),
      ),
    backward: (s, t) => {
      const masked = s.MASKED ?? true;
      if (masked && !t.activation) throw new TypeError('a mask needs the activation');
      x.backward(
        s.MODELS,
        s.BATCH,
        s.IN,
        s.OUT,
        s.PARAMETERS,
        s.WEIGHT,
        Number(masked),
        at(t.parameters),
        at(t.dOutput),
        t.activation ? at(t.activation) : 0,
        at(t.dInput),
      );
    },
    weightUpdate: (s, t, [scaleM, correctionV]) =>
      void x.weightUpdate(
        s.MODELS,
        s.BATCH,
        s.IN,
        s.OUT,
        s.PARAMETERS,
        s.WEIGHT,
        s.BIAS,
        s.MODELS_PER_INPUT,
        s.BETA1,
        s.BETA2,
        s.EPSILON,
        scaleM,
        correctionV,
        at(t.parameters),
        at(t.adamM),
        at(t.adamV),
        at(t.input),
        at(t.dOutput),
      ),
    crossEntropy: (s, t, b) =>
      void x.crossEntropy(
        s.MODELS,
        s.BATCH,
        s.LOGITS,
        s.MODELS_PER_INPUT,
        s.CLASSES,
        b.rows,
        b.slot,
        at(t.logits),
        at(t.order),
        at(t.labels),
        at(t.dLogits),
        at(t.losses),
      ),
    distillation: (s, t, b) =>
      void x.distillation(
        s.MODELS,
        s.BATCH,
        s.LOGITS,
        s.MODELS_PER_INPUT,
        s.TEACHER_ROWS,
        s.TEACHER_LOGITS,
        s.TEACHER_FROM,
        Number(s.CACHED),
        s.FROM,
        s.TO,
        b.rows,
        b.slot,
        at(t.teacherLogits),
        at(t.order),
        at(t.logits),
        at(t.dLogits),
        at(t.losses),
      ),
    cacheLogits: (s, t) =>
      void x.cacheLogits(
        s.GROUPS,
        s.BATCH,
        s.COUNT,
        s.LOGITS,
        s.FROM,
        s.TO,
        at(t.teacherLogits),
        at(t.order),
        at(t.cache),
      ),
    confusion: (s, t) =>
      void x.confusion(s.MODELS, s.BATCH, s.LOGITS, s.CLASSES, at(t.logits), at(t.order), at(t.labels), at(t.counts)),
  };
}
