// Examples of the small charts of answers, as they are saved in examples/.
import { expect, test } from 'vitest';
import { answerBars, type AnswerPanel } from './answer-bars.ts';
import { exampleOf } from './chart-fixture.ts';

const panel = (name: string, role: AnswerPanel['role'], values: readonly (number | undefined)[]): AnswerPanel => ({
  key: name,
  role,
  name,
  bars: ['owl', 'dolphin', 'cat'].map((word, index) => ({ word, value: values[index], target: word === 'owl' })),
});

const PANELS = [
  panel('base', undefined, [0.08, 0.09, 0.08]),
  panel('teacher', 'teacher', [0.85, 0.01, 0.02]),
  panel('shared base', 0, [0.46, 0.05, 0.06]),
  panel('another base', 1, [0.06, 0.09, 0.1]),
];

test('four networks beside each other', async () => {
  const drawn = exampleOf((svg) => answerBars(svg, PANELS, { width: 760 }));
  await expect(drawn).toMatchFileSnapshot('examples/answer-bars.svg');
});

test('two and two where there is little room', async () => {
  const drawn = exampleOf((svg) => answerBars(svg, PANELS, { width: 360 }));
  await expect(drawn).toMatchFileSnapshot('examples/answer-bars-narrow.svg');
});

test('nothing is known yet', async () => {
  const unknown = [panel('base', undefined, []), panel('teacher', 'teacher', [])];
  const drawn = exampleOf((svg) => answerBars(svg, unknown, { width: 360 }));
  await expect(drawn).toMatchFileSnapshot('examples/answer-bars-empty.svg');
});
