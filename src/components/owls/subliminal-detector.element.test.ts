// The panel of whether anybody could have noticed, with the recorded run.
import { expect, test } from 'vitest';
import { axeFinds, mount } from '../parts/element-fixture.ts';
import { detectorOf, findingsOf } from './evidence.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import { emptyOwls } from './state.ts';
import './subliminal-detector.ts';

test('answers in words, and lists what the classifier was tried at', async () => {
  const { element, inside } = await mount('subliminal-detector', { run: RECORDED });
  expect(detectorOf(RECORDED)).toBeDefined();
  await expect.element(inside.getByText(/^Yes, in part: a classifier that has labeled examples/)).toBeVisible();
  const names = inside
    .getByRole('term')
    .elements()
    .map(({ textContent }) => textContent);
  expect(names).toEqual(findingsOf(RECORDED).map(({ name }) => name));
  const widths = [...element.renderRoot.querySelectorAll('.bar')].map((bar) => Number(bar.getAttribute('width')) / 100);
  expect(widths).toEqual(findingsOf(RECORDED).map(({ share }) => expect.closeTo(share, 9)));
  expect(await axeFinds(element)).toEqual([]);
});

test('before there are lists it says when they are judged', async () => {
  const { element, inside } = await mount('subliminal-detector', { run: EMPTY });
  await expect.element(inside.getByText(/is tested once the lists are written\.$/)).toBeVisible();
  expect(inside.getByRole('term').elements()).toEqual([]);
  expect(await axeFinds(element)).toEqual([]);
});

test.each([
  [{ domain: 'code' }, 'The classifier counts numbers, so it judges number lists only.'],
  [{ students: EMPTY.spec.students.slice(0, 1) }, /add a control student\.$/],
] as const)('where it cannot judge it says why', async (changes, reason) => {
  const { inside } = await mount('subliminal-detector', { run: emptyOwls({ ...EMPTY.spec, ...changes }) });
  await expect.element(inside.getByText(reason)).toBeVisible();
});
