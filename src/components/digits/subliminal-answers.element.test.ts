// The panel of ten test digits and how the networks read them, with the recorded run.
import { expect, test } from 'vitest';
import { axeFinds, mount } from '../parts/element-fixture.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import type { SubliminalAnswers } from './subliminal-answers.ts';
import './subliminal-answers.ts';

function answersIn({ renderRoot }: SubliminalAnswers): string[] {
  return [...renderRoot.querySelectorAll('td')].map(({ textContent }) => textContent.replace(/\s+/g, ''));
}

test('shows a digit of each class, and tells of every answer whether it is right', async () => {
  const { element, inside } = await mount('subliminal-answers', { run: RECORDED });
  const digits = inside.getByRole('img').elements();
  expect(digits.map((digit) => digit.getAttribute('aria-label'))).toEqual(
    Array.from({ length: 10 }, (_, digit) => `handwritten ${digit}`),
  );
  const given = [RECORDED.answers.teacher, RECORDED.answers.students].flatMap((record) => record?.answers ?? []);
  expect(given).toHaveLength(3);
  expect(answersIn(element)).toEqual(
    given.flat().map((answer, place) => (answer === place % 10 ? `${answer}✓right` : `${answer}✗wrong`)),
  );
  const score = (given[0] ?? []).filter((answer, place) => answer === place).length;
  await expect.element(inside.getByText(`${score} of 10 right`).first()).toBeVisible();
  expect(await axeFinds(element)).toEqual([]);
});

test('draws the pixels of each digit', async () => {
  const { inside } = await mount('subliminal-answers', { run: RECORDED });
  const canvas = inside.getByRole('img', { name: 'handwritten 0' }).element();
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error('a digit is no canvas');
  const drawn = canvas.getContext('2d')?.getImageData(0, 0, 28, 28).data ?? [];
  const pixels = RECORDED.prepared?.samples.pixels[0] ?? [];
  expect(pixels.some((value) => value > 200)).toBe(true);
  expect([...drawn].filter((_, channel) => channel % 4 === 0)).toEqual(pixels);
});

test('before a run it has neither digits nor answers', async () => {
  const { element, inside } = await mount('subliminal-answers', { run: EMPTY });
  expect(inside.getByRole('img', { name: 'a test digit, not loaded yet' }).elements()).toHaveLength(10);
  expect(new Set(answersIn(element))).toEqual(new Set(['–']));
  expect(await axeFinds(element)).toEqual([]);
});
