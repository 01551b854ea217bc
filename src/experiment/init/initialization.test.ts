// The reference: its spread per tensor, and that it is the same network on every machine.
import { describe, expect, it } from 'vitest';
import { initialize } from './initialization.ts';
import { describeMlp } from '../processor/mlp.ts';
import { view } from '../processor/parameters.ts';

const { parameters } = describeMlp(784, [64, 48], 10, 3);

/** A hash of the bits of every weight, in order. */
function checksum(values: Float32Array): number {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return bits.reduce((hash, word) => Math.imul(hash ^ word, 0x01000193) >>> 0, 0x811c9dc5);
}

describe('initialize', () => {
  it('draws every weight matrix with mean 0 and standard deviation 1/√fanIn', () => {
    for (const tensor of parameters.tensors.filter(({ name }) => name.startsWith('weight'))) {
      const values = view(initialize(parameters, 5), tensor);
      const std = 1 / Math.sqrt(tensor.shape[0]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      // Four standard errors of a mean and of a standard deviation.
      expect(Math.abs(mean) / std, tensor.name).toBeLessThan(4 / Math.sqrt(values.length));
      expect(Math.abs(Math.sqrt(square) / std - 1), tensor.name).toBeLessThan(4 / Math.sqrt(2 * values.length));
    }
  });

  it('starts every bias at 0', () => {
    const biases = parameters.tensors.filter(({ name }) => name.startsWith('bias'));
    expect(biases).toHaveLength(3);
    for (const tensor of biases)
      expect(view(initialize(parameters, 5), tensor).every((value) => value === 0)).toBe(true);
  });

  it('draws the same bits on every machine', () => {
    expect(checksum(initialize(parameters, 0))).toBe(0x9c121bbe);
    expect(checksum(initialize(parameters, 1_000_000))).toBe(0x134791cd);
  });

  it('draws unrelated networks for neighboring seeds', () => {
    const [a, b] = [initialize(parameters, 8), initialize(parameters, 9)];
    const dot = a.reduce((sum, value, index) => sum + value * b[index]!, 0);
    const squares = a.reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs(dot / squares)).toBeLessThan(0.02);
  });

  it('starts two tensors of the same shape differently', () => {
    const square = describeMlp(16, [16, 16], 8, 8).parameters;
    const flat = initialize(square, 0);
    const [first, second] = square.tensors
      .filter(({ name }) => name.startsWith('weight'))
      .map((tensor) => view(flat, tensor));
    expect(first).not.toEqual(second);
  });
});

describe('describeMlp', () => {
  it('lays out weights and biases one after the other, without gaps', () => {
    const { tensors, size, layers } = describeMlp(5, [4, 3], 2, 1).parameters;
    expect(tensors.map(({ name, offset }) => [name, offset])).toEqual([
      ['weight0', 0],
      ['bias0', 20],
      ['weight1', 24],
      ['bias1', 36],
      ['weight2', 39],
      ['bias2', 48],
    ]);
    expect(size).toBe(51);
    expect(layers).toEqual(['1', '2', 'head']);
  });

  it('counts the parameters of the paper’s network', () => {
    expect(describeMlp(784, [256, 256], 10, 3).parameters.size).toBe(784 * 256 + 256 + 256 * 256 + 256 + 256 * 13 + 13);
  });
});
