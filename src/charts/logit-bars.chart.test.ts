// Examples of the numbers that came with an image, as they are saved in examples/.
import { expect, test } from 'vitest';
import { exampleOf } from './chart-fixture.ts';
import { logitBars, type LogitSet } from './logit-bars.ts';

const TEACHER = [0.42, -0.31, 0.88, -1.2, 0.05, 0.61, -0.77, 0.2, -0.4, 0.52];
/** Guesses that are nearer to the teacher's numbers, or farther. */
const sets = (count: number): LogitSet[] => {
  const values = Array.from({ length: count }, (_, index) => TEACHER[index % TEACHER.length] ?? 0);
  return [
    { key: 'teacher', role: 'teacher', values },
    { key: 'shared', role: 0, values: values.map((value) => 0.9 * value) },
    { key: 'independent', role: 1, values: values.map((value) => 0.3 * value + 0.1) },
  ];
};

test('ten numbers, each written', async () => {
  const drawn = exampleOf((svg) => logitBars(svg, sets(10), { width: 300, height: 112 }));
  await expect(drawn).toMatchFileSnapshot('examples/logit-bars.svg');
});

test('more than can be written have a scale', async () => {
  const drawn = exampleOf((svg) => logitBars(svg, sets(30), { width: 300, height: 112 }));
  await expect(drawn).toMatchFileSnapshot('examples/logit-bars-scale.svg');
});

test('before the first numbers', async () => {
  const drawn = exampleOf((svg) => logitBars(svg, [], { width: 300, height: 112 }));
  await expect(drawn).toMatchFileSnapshot('examples/logit-bars-empty.svg');
});
