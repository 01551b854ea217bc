// The stations of a trait on its way: which have been passed, which is at work, and what each came to.
import { expect, test } from 'vitest';
import { axeFinds, mount } from '../parts/element-fixture.ts';
import { stationsOf } from './pipeline.ts';
import { EMPTY, RECORDED } from './recorded-fixture.ts';
import { runAt } from './run-fixture.ts';
import './subliminal-pipeline.ts';

const NAMES = ['Base', 'Teacher', 'Lists', 'Filter', 'Students'];

test('after a run every station is done and has its fact', async () => {
  const { element, inside } = await mount('subliminal-pipeline', { run: RECORDED });
  const stations = inside.getByRole('listitem').elements();
  expect(stations).toHaveLength(NAMES.length);
  stationsOf(RECORDED).forEach(({ name, fact }, place) => {
    expect(stations[place]).toHaveTextContent(name);
    expect(stations[place]).toHaveTextContent('✓ done');
    expect(fact).not.toBe('');
    expect(stations[place]).toHaveTextContent(fact);
  });
  expect(await axeFinds(element)).toEqual([]);
});

test('while the students read, theirs is the current step', async () => {
  const { element, inside } = await mount('subliminal-pipeline', { run: runAt('students', 78) });
  const stations = inside.getByRole('listitem').elements();
  expect(stations.map((station) => station.getAttribute('aria-current'))).toEqual([null, null, null, null, 'step']);
  expect(stations.at(-1)).toHaveTextContent('working …');
  expect(await axeFinds(element)).toEqual([]);
});

test('before a run nothing is done', async () => {
  const { element, inside } = await mount('subliminal-pipeline', { run: EMPTY });
  const headings = inside
    .getByRole('heading')
    .elements()
    .map(({ textContent }) => textContent);
  expect(headings).toEqual(NAMES.map((name, place) => `${place + 1} ${name}`));
  expect(element.renderRoot.textContent).not.toMatch(/done|working/);
  expect(await axeFinds(element)).toEqual([]);
});
