// How much memory a run takes on the processor, before anything is made. The sums follow what networks, passes and
// trainings allocate; a test holds them against what is really allocated.
import {
  sum,
  type MlpRunSize,
  type TransformerRunSize,
  type TransformerStage,
} from '../experiment/processor/memory.ts';

/** Rows of one forward pass outside training. */
export const EVALUATION_ROWS = 256;
/** Sequences, or rows of lists, in one pass; what a pass leaves behind should stay near the processor. */
export const TOGETHER = 64;

/** Of a word; of the losses of the steps of one record, and of what stands between two tensors. */
const WORD = 4;
const SMALL = 2 ** 18;

/** Bytes of a run of MLPs, `real` bytes per number: its tensors, and on the page's side results and inits, these twice in f32. */
export function mlpRunBytes(size: MlpRunSize, real: number): number {
  const { architecture, seeds, students } = size;
  return mlpTensorBytes(size, real) + (real + 2 * 4) * (2 * seeds + students) * architecture.parameters.size;
}

/** Bytes of all tensors of a run of MLPs, none of them given back. */
export function mlpTensorBytes(size: MlpRunSize, real: number): number {
  const { architecture, seeds, students, batch, images, asked } = size;
  const inputs = architecture.sizes[0]!;
  const units = sum(architecture.sizes.slice(1));
  // Teachers at their start and at their end, and students; two moments of all that train.
  const states = (2 * seeds + students + 2 * (seeds + students)) * architecture.parameters.size;
  // Outputs and their gradients of one group at a time; where groups are cut, also those of a part at either end.
  const group = Math.min(students, 3 * Math.ceil(students / seeds));
  const steps = batch * (2 * inputs + 2 * units + units + 2 * group * units);
  const cache = seeds * asked.images * asked.logits;
  const evaluation = EVALUATION_ROWS * (inputs + Math.max(seeds, students) * units);
  const words = sum(images) + 2 * batch + EVALUATION_ROWS + Math.max(seeds, students) * architecture.classLogits ** 2;
  return real * (states + steps + cache + evaluation) + WORD * words + sum(images) * inputs + SMALL;
}

/** Bytes of a run of transformers: what its stages make, and on the page's side what they were stacked from and results. */
export function transformerRunBytes(size: TransformerRunSize, real: number): number {
  const states = sum(size.stages.map(({ architecture, models }) => models * architecture.parameters.size));
  return transformerTensorBytes(size, real) + (real + 4) * states + 2 * WORD * size.tokens;
}

/** Bytes of all tensors of a run of transformers: what its stages make, one after the other, none of it given back. */
export function transformerTensorBytes({ stages, tokens }: TransformerRunSize, real: number): number {
  const kept = sum(stages.map((stage) => keptBytes(stage, real)));
  const meanwhile = Math.max(...stages.map((stage) => scratchBytes(stage, real)));
  return kept + meanwhile + 2 * WORD * tokens + SMALL;
}

/** Weights; training adds moments and, of one model at a time, activations of the pass and of its way back, logits and words. */
function keptBytes({ architecture, models, training }: TransformerStage, real: number): number {
  const { width, vocabulary, mlpWidth, parameters } = architecture;
  const weights = real * models * parameters.size;
  if (!training) return weights;
  const { batch, length, imitating } = training;
  const rows = batch * length;
  const teacher = imitating ? passValues(architecture, rows) + rows * vocabulary : 0;
  const back = parameters.size + rows * (6 * width + mlpWidth) + packedValues(architecture);
  const reals =
    2 * models * parameters.size + passValues(architecture, rows) + back + rows * (2 * vocabulary + 1) + teacher;
  const words = parameters.size + batch + 2 * rows + 2 * models + 1;
  // Teachers that are imitated are networks of their own.
  return weights * (imitating ? 2 : 1) + real * reals + WORD * words;
}

/** Writing and asking make a pass each, of one model at a time, with the keys and values of lists. */
function scratchBytes({ architecture, models, writing, questions }: TransformerStage, real: number): number {
  const { width, vocabulary, layers } = architecture;
  const together = Math.min(TOGETHER, questions.count);
  const asking =
    real *
      (models * questions.count * vocabulary +
        passValues(architecture, together * questions.length) +
        together * width) +
    WORD * together * questions.length;
  if (!writing) return asking;
  const rows = Math.min(TOGETHER, writing.rows);
  const lists =
    real * (passValues(architecture, rows) + rows * vocabulary + 2 * layers * rows * width * writing.length) +
    WORD * rows * writing.length;
  return Math.max(asking, lists);
}

/** Numbers that a forward pass of one model keeps: the norms, query, key and value, attention and MLP of each layer. */
function passValues(architecture: TransformerStage['architecture'], rows: number): number {
  const { width, heads, mlpWidth, layers } = architecture;
  const norm = 2 * width + 1;
  return (
    rows * (layers * (2 * norm + 3 * width + heads + width + mlpWidth) + norm + width) + packedValues(architecture)
  );
}

/** Query, key and value of all layers as one matrix each. */
function packedValues({ width, layers }: TransformerStage['architecture']): number {
  return layers * width * 3 * width;
}
