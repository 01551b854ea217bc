// What transformers on the CPU say and write: a list sampled with a key/value cache is the list that follows from its
// logits without one, and it belongs to its number alone.
import { describe, expect, it } from 'vitest';
import type { TransformerNetworks, SampleRequest } from '../../experiment/processor/transformer-processor.ts';
import { pcg4d, randomBits, STREAM } from '../../experiment/random.ts';
import type { Real } from '../../experiment/processor/processor.ts';
import { network, randomTransformers } from '../fixtures/transformers.ts';
import { createCpuProcessor } from '../processor.ts';

const { vocabulary, context } = network;
const MODELS = 2;
const PROMPT = 3;
const TOKENS = 5;
const SEEDS = [17, 4_000_000_000];

function networks(models = MODELS, seed = 20): Promise<TransformerNetworks> {
  return createCpuProcessor('f64').transformers.networks('models', network, randomTransformers(models, seed));
}

/** Prompts that depend on the list's number only, the same for all models. */
function request(rows: number, firstRow: number, changes: Partial<SampleRequest> = {}): SampleRequest {
  const prompts = Uint32Array.from({ length: MODELS * rows * PROMPT }, (_, at) => {
    const list = firstRow + (Math.floor(at / PROMPT) % rows);
    return 1 + (randomBits(3, 97, list, at % PROMPT) % (vocabulary - 1));
  });
  return { prompts, promptLength: PROMPT, rows, tokens: TOKENS, temperature: 1.3, seeds: SEEDS, firstRow, ...changes };
}

/** List `row` of model `model`. */
function list(sampled: Uint32Array, rows: number, model: number, row: number): number[] {
  const at = (model * rows + row) * TOKENS;
  return [...sampled.subarray(at, at + TOKENS)];
}

/** The same rule in its shortest form. */
function draw(logits: Real, temperature: number, seed: number, number: number, place: number): number {
  const words = new Uint32Array(4);
  pcg4d(seed, STREAM.sampling, number, place, words);
  const u = ((words[0]! >>> 8) + 0.5) / 2 ** 24;
  const largest = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let cumulative = 0;
  return weights.findIndex((weight) => (cumulative += weight) > u * total);
}

describe('sampled lists', () => {
  it('are those that follow from the logits without a cache', async () => {
    const models = await networks();
    const asked = request(7, 40);
    const sampled = await models.sample(asked);
    const seen = new Set<number>();
    for (let model = 0; model < MODELS; model++) {
      for (let row = 0; row < asked.rows; row++) {
        const at = (model * asked.rows + row) * PROMPT;
        const tokens = [...asked.prompts.subarray(at, at + PROMPT)];
        for (let place = PROMPT; place < PROMPT + TOKENS; place++) {
          const logits = (await models.nextLogits([tokens])).subarray(model * vocabulary, (model + 1) * vocabulary);
          tokens.push(draw(logits, asked.temperature, SEEDS[model]!, 40 + row, place));
        }
        expect(list(sampled, asked.rows, model, row)).toEqual(tokens.slice(PROMPT));
        for (const token of tokens.slice(PROMPT)) seen.add(token);
      }
    }
    expect(seen.size).toBeGreaterThan(vocabulary / 2);
  });

  it('belong to their numbers, whatever is sampled beside them', async () => {
    const models = await networks();
    const all = await models.sample(request(150, 0));
    for (const [first, rows] of [
      [0, 1],
      [7, 3],
      [60, 90],
    ] as const) {
      const some = await models.sample(request(rows, first));
      for (let model = 0; model < MODELS; model++) {
        for (let row = 0; row < rows; row++) {
          expect(list(some, rows, model, row)).toEqual(list(all, 150, model, first + row));
        }
      }
    }
    const other = await models.sample(request(150, 0, { seeds: [18, 19] }));
    expect([...other]).not.toEqual([...all]);
  });

  it('come in the proportions of the softmax', async () => {
    const models = await networks(1);
    const [rows, temperature, prompt] = [4000, 0.7, [4, 9]];
    const prompts = Uint32Array.from({ length: rows * 2 }, (_, at) => prompt[at % 2]!);
    const asked = { prompts, promptLength: 2, rows, tokens: 1, temperature, seeds: [5], firstRow: 0 };
    const counts = new Float64Array(vocabulary);
    for (const token of await models.sample(asked)) counts[token]! += 1;
    const weights = Array.from(await models.nextLogits([prompt]), (logit) => Math.exp(logit / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, token) => {
      const p = weight / total;
      // Four standard deviations of a binomial count.
      expect(Math.abs(counts[token]! - rows * p)).toBeLessThan(4 * Math.sqrt(rows * p * (1 - p)) + 1);
    });
  });

  it('fill the context', async () => {
    const models = await networks();
    expect(await models.sample(request(2, 0, { tokens: context - PROMPT }))).toHaveLength(MODELS * 2 * TOKENS);
  });
});

describe('the next logits', () => {
  it('are the same in any company', async () => {
    const models = await networks();
    const sequences = Array.from({ length: 70 }, (_, s) =>
      Array.from({ length: 1 + (s % context) }, (_token, i) => randomBits(1, 96, s, i) % vocabulary),
    );
    const together = await models.nextLogits(sequences);
    expect(together).toHaveLength(MODELS * 70 * vocabulary);
    for (const s of [0, 6, 63, 64, 69]) {
      const alone = await models.nextLogits([sequences[s]!]);
      for (let model = 0; model < MODELS; model++) {
        const at = (model * 70 + s) * vocabulary;
        expect(together.slice(at, at + vocabulary)).toEqual(alone.slice(model * vocabulary, (model + 1) * vocabulary));
      }
    }
  });

  it('of nothing are nothing', async () => {
    const models = await networks();
    expect(await models.nextLogits([])).toHaveLength(0);
  });
});
