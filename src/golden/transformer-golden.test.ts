// The CPU in f64 reproduces PyTorch's trajectory of a transformer to 1e-9: every loss, gradient, weight, logit.
import { describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../cpu/processor.ts';
import { F32_TOLERANCE, F64_TOLERANCE } from './deviation.ts';
import file from './files/transformer-small.json' with { type: 'json' };
import { readTransformerGolden } from './transformer-golden-file.ts';
import { replayTransformer, transformerDeviations } from './transformer-golden.ts';

const golden = readTransformerGolden(file);

describe('golden transformer trajectory on the CPU', () => {
  it.each([
    ['f64', F64_TOLERANCE],
    ['f32', F32_TOLERANCE],
  ] as const)('is reproduced in %s within its tolerances', async (precision, allowed) => {
    const actual = await replayTransformer(golden, createCpuProcessor(precision).transformers);
    const compared = transformerDeviations(actual, golden.expected, allowed);
    expect(compared).toHaveLength(9);
    for (const { quantity, largest, tolerance } of compared) expect(largest, quantity).toBeLessThan(tolerance);
  });

  it('notices one wrong norm, one wrong gradient and one wrong logit', async () => {
    const actual = await replayTransformer(golden, createCpuProcessor('f64').transformers);
    const off = (values: ArrayLike<number>, at: number) =>
      Array.from(values, (value, i) => (i === at ? value + 1e-7 : value));
    const { initLogits, allParameters, trunkOnly } = golden.expected;
    const wrong = {
      initLogits: off(initLogits, 139),
      allParameters: { ...allParameters, gradientNorms: off(allParameters.gradientNorms, 7) },
      trunkOnly: { ...trunkOnly, firstGradients: off(trunkOnly.firstGradients, 1) },
    };
    const beyond = transformerDeviations(actual, wrong, F64_TOLERANCE).filter((one) => one.largest > one.tolerance);
    expect(beyond.map(({ quantity }) => quantity)).toEqual([
      'logits at the init',
      'all parameters: gradient norms',
      'trunk only: first gradients',
    ]);
  });

  const { allParameters, trunkOnly } = file;
  it.each([
    [{ ...file, heads: 3 }, /heads/],
    [{ ...file, width: 10 }, /numbers, but these sizes need/],
    [{ ...file, layers: 1 }, /query1/],
    [{ ...file, layers: 3 }, /query2/],
    [{ ...file, batch: 4 }, /5 sequences/],
    [{ ...file, context: 6 }, /one length/],
    [{ ...file, tokens: file.tokens.map((row) => row.map(() => 20)) }, /from 0 to 19/],
    [{ ...file, tokens: file.tokens.map((row) => row.map(() => 0)) }, /nothing to predict/],
    [{ ...file, phase: null }, /phase/],
    [{ ...file, initLogits: [[1, 'two']] }, /initLogits/],
    [{ ...file, trunkOnly: allParameters }, /embedding/],
    [{ ...file, allParameters: trunkOnly }, /embedding/],
    [{ ...file, trunkOnly: { ...trunkOnly, losses: [] } }, /trunkOnly\.losses/],
    [[], /JSON object/],
  ])('says what is wrong with a file of another form', (broken, sentence) => {
    expect(() => readTransformerGolden(broken)).toThrow(TypeError);
    expect(() => readTransformerGolden(broken)).toThrow(sentence);
  });
});
