// The CPU trainer in f64 reproduces PyTorch's trajectory to 1e-9: every loss, gradient, weight and logit.
import { describe, expect, it } from 'vitest';
import { createCpuTrainer } from '../cpu/trainer.ts';
import file from './files/mlp-small.json' with { type: 'json' };
import { F32_TOLERANCE, F64_TOLERANCE, readMlpGolden, replayMlpGolden } from './mlp-golden.ts';

describe('golden MLP trajectory on the CPU trainer', () => {
  it('is reproduced in f64 within 1e-9', async () => {
    const deviations = await replayMlpGolden(readMlpGolden(file), createCpuTrainer('f64'), F64_TOLERANCE);
    expect(deviations).toHaveLength(9);
    for (const { quantity, largest, tolerance } of deviations) expect(largest, quantity).toBeLessThan(tolerance);
  });

  it('is followed in f32 within the tolerances of a GPU', async () => {
    for (const { quantity, largest, tolerance } of await replayMlpGolden(
      readMlpGolden(file),
      createCpuTrainer('f32'),
      F32_TOLERANCE,
    )) {
      expect(largest, quantity).toBeLessThan(tolerance);
    }
  });

  it('notices a wrong loss', async () => {
    const golden = readMlpGolden(file);
    const losses = golden.teacher.losses.map((loss, step) => (step === 7 ? loss * (1 + 1e-8) : loss));
    const wrong = { ...golden, teacher: { ...golden.teacher, losses } };
    const [teacherLosses] = await replayMlpGolden(wrong, createCpuTrainer('f64'), F64_TOLERANCE);
    expect(teacherLosses!.largest).toBeGreaterThan(F64_TOLERANCE.losses);
  });

  it.each([
    [{ ...file, sizes: [12] }, /sizes/],
    [{ ...file, phase: 'one' }, /phase/],
    [{ ...file, teacher: { ...file.teacher, finalWeights: [] } }, /finalWeights/],
    [[], /JSON object/],
  ])('says what is wrong with a file of another form', (broken, sentence) => {
    expect(() => readMlpGolden(broken)).toThrow(sentence);
  });
});
