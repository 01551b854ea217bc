// The CPU in f64 reproduces PyTorch's trajectory to 1e-9: every loss, gradient, weight and logit.
import { describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../cpu/processor.ts';
import { F32_TOLERANCE, F64_TOLERANCE, largestRelativeDifference } from './deviation.ts';
import file from './files/mlp-small.json' with { type: 'json' };
import { readMlpGolden } from './mlp-golden-file.ts';
import { deviations, replayMlp } from './mlp-golden.ts';

const golden = readMlpGolden(file);

describe('golden MLP trajectory on the CPU', () => {
  it.each([
    ['f64', F64_TOLERANCE],
    ['f32', F32_TOLERANCE],
  ] as const)('is reproduced in %s within its tolerances', async (precision, allowed) => {
    const compared = deviations(await replayMlp(golden, createCpuProcessor(precision).mlps), golden.expected, allowed);
    expect(compared).toHaveLength(9);
    for (const { quantity, largest, tolerance } of compared) expect(largest, quantity).toBeLessThan(tolerance);
  });

  it('holds a small loss in f32 to the absolute tolerance, a large one and f64 to the relative', () => {
    expect(largestRelativeDifference([2.003e-4], [2e-4], F32_TOLERANCE)).toBeLessThan(F32_TOLERANCE.losses);
    expect(largestRelativeDifference([2.02e-4], [2e-4], F32_TOLERANCE)).toBeGreaterThan(F32_TOLERANCE.losses);
    expect(largestRelativeDifference([2.0003], [2], F32_TOLERANCE)).toBeGreaterThan(F32_TOLERANCE.losses);
    expect(largestRelativeDifference([2.00001e-4], [2e-4], F64_TOLERANCE)).toBeGreaterThan(F64_TOLERANCE.losses);
    expect(largestRelativeDifference([NaN], [2], F32_TOLERANCE)).toBe(Infinity);
    expect(largestRelativeDifference([], [2], F32_TOLERANCE)).toBe(Infinity);
  });

  it('notices one wrong loss and one wrong weight', async () => {
    const actual = await replayMlp(golden, createCpuProcessor('f64').mlps);
    const { teacher } = golden.expected;
    const losses = Array.from(teacher.losses, (loss, step) => (step === 7 ? loss * (1 + 1e-8) : loss));
    const finalWeights = Array.from(teacher.finalWeights, (weight, i) => (i === 100 ? weight + 1e-8 : weight));
    const wrong = { ...golden.expected, teacher: { ...teacher, losses, finalWeights } };
    const beyond = deviations(actual, wrong, F64_TOLERANCE).filter(({ largest, tolerance }) => largest > tolerance);
    expect(beyond.map(({ quantity }) => quantity)).toEqual(['teacher losses', 'teacher final weights']);
  });

  it.each([
    [{ ...file, sizes: [12] }, /sizes/],
    [{ ...file, sizes: [12, 16, 13] }, /numbers, but these sizes need/],
    [{ ...file, phase: 'one' }, /phase/],
    [{ ...file, steps: 0 }, /steps/],
    [{ ...file, teacher: { ...file.teacher, finalWeights: [] } }, /finalWeights/],
    [[], /JSON object/],
  ])('says what is wrong with a file of another form', (broken, sentence) => {
    expect(() => readMlpGolden(broken)).toThrow(sentence);
  });
});
