// How much memory a run takes on the processor, before anything is made. The sums follow what networks, passes and
// trainings allocate; a test holds them against what is really allocated.
import {
  sum,
  type MlpRunSize,
  type TransformerRunSize,
  type TransformerStage,
} from '../experiment/processor/memory.ts';

/** What a step leaves behind is collected only some steps later. */
const UNCOLLECTED = 2;
/** Rows of one forward pass outside training. */
export const EVALUATION_ROWS = 256;
/** Sequences, or rows of lists, in one pass; what a pass leaves behind should stay near the processor. */
export const TOGETHER = 64;

const PIXEL_AND_LABEL_BYTES = 1 + 4 / 784;

/**
 * Bytes of a run of MLPs, `real` bytes per number.
 * States: weights, two moments and a result's copy per network, and the inits they were made from, twice in f32.
 * A step: inputs, the teachers' activations, the students' activations and their gradients, all made anew each time.
 */
export function mlpRunBytes(size: MlpRunSize, real: number): number {
  const { architecture, seeds, students, batch, images } = size;
  const inputs = architecture.sizes[0]!;
  const units = sum(architecture.sizes.slice(1));
  const states = (4 * real + 2 * 4) * (seeds + students) * architecture.parameters.size;
  const step = batch * (seeds * inputs + seeds * units + 2 * students * units);
  const evaluation = EVALUATION_ROWS * (inputs + students * units);
  return states + UNCOLLECTED * real * Math.max(step, evaluation) + sum(images) * inputs * PIXEL_AND_LABEL_BYTES;
}

/** Bytes of a run of transformers: what its stages make, one after the other, none of it given back. */
export function transformerRunBytes({ stages, tokens }: TransformerRunSize, real: number): number {
  // Tokens and targets, and the lists they were made from.
  return sum(stages.map((stage) => stageBytes(stage, real))) + 4 * 4 * tokens;
}

/**
 * Weights, their copy, and what they were stacked from; training adds moments, gradients, activations of the pass and of
 * its way back, and logits three times at most. Writing and asking make a pass each, with the keys and values of lists.
 */
function stageBytes({ architecture, models, training, writing, questions }: TransformerStage, real: number): number {
  const { width, vocabulary, layers, mlpWidth, parameters } = architecture;
  const packed = layers * width * 3 * width;
  let values = models * (2 * parameters.size);
  if (training) {
    const { batch, length, imitating } = training;
    const teachers = imitating ? passValues(architecture) + vocabulary : 0;
    const row = passValues(architecture) + 6 * width + mlpWidth + 2 * vocabulary + 5 + teachers;
    values += models * (3 * parameters.size + (imitating ? 3 : 2) * packed + batch * length * row);
  }
  const asking = Math.min(TOGETHER, questions.count) * questions.length * passValues(architecture);
  const asked = questions.count * vocabulary + packed;
  const lists = writing
    ? Math.min(TOGETHER, writing.rows) * (passValues(architecture) + vocabulary + 2 * layers * width * writing.length)
    : 0;
  values += models * UNCOLLECTED * (asking + asked + lists);
  return real * values + 4 * models * parameters.size;
}

/** Numbers that a forward pass keeps per row: the two norms, query, key and value, attention and MLP of each layer. */
function passValues({ width, heads, mlpWidth, layers }: TransformerStage['architecture']): number {
  const norm = 2 * width + 1;
  return layers * (2 * norm + 3 * width + heads + width + mlpWidth) + norm + width;
}
