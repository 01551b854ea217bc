// How much a digits run has to compute, for an estimate of its time before it starts.
import { trainingOperations, type Work } from '../processor/speed.ts';
import { LIVE_TEST_IMAGES, TEST_IMAGES } from './data.ts';
import { networkOf, studentSteps, teacherSteps, type DigitsSpec } from './spec.ts';
import { EVALUATIONS_PER_EPOCH } from './train.ts';

/** Operations of a forward pass for each parameter and row. */
const FORWARD = 2;

/** Teachers, then students; each with its evaluations on the way and at the end. */
export function workOf(spec: DigitsSpec): readonly Work[] {
  const { seedCount, students, batch, teacherEpochs, studentEpochs, noiseImages } = spec;
  const { size } = networkOf(spec).parameters;
  const step = trainingOperations(size, batch);
  const evaluations = (epochs: number) =>
    FORWARD * size * (LIVE_TEST_IMAGES * epochs * EVALUATIONS_PER_EPOCH + TEST_IMAGES);
  // In its first epoch every student's teacher answers, too.
  const answers = FORWARD * size * noiseImages;
  return [
    { models: seedCount, operations: step * teacherSteps(spec) + evaluations(teacherEpochs) },
    {
      models: seedCount * students.length,
      operations: step * studentSteps(spec) + answers + evaluations(studentEpochs),
    },
  ];
}
