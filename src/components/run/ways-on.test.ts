// No failure is a dead end.
import { expect, test } from 'vitest';
import { DIGITS } from '../../experiment/digits/spec.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import { DIGITS_LAB } from '../digits/lab.ts';
import { OWLS_LAB } from '../owls/lab.ts';
import { readSettings, type Entry } from '../settings/settings.ts';
import { waysOn } from './ways-on.ts';

const defaults = readSettings(DIGITS, []);

test('a missing or lost GPU offers the CPU', () => {
  expect(waysOn('device-lost', DIGITS_LAB, defaults, false)[0]?.change).toEqual(['backend', 'cpu']);
  expect(waysOn('no-adapter', DIGITS_LAB, defaults, false)[0]?.change).toEqual(['backend', 'cpu']);
});

test('too little memory offers half the seeds while there are seeds to halve', () => {
  expect(waysOn('out-of-memory', DIGITS_LAB, readSettings(DIGITS, [['seeds', '9']]), false)[0]?.change).toEqual([
    'seeds',
    '4',
  ]);
  expect(waysOn('out-of-memory', DIGITS_LAB, readSettings(DIGITS, [['seeds', '1']]), false)[0]?.change).toEqual([
    'backend',
    'cpu',
  ]);
});

test('a loss that is no number offers a learning rate that is known to work', () => {
  expect(waysOn('not-finite', DIGITS_LAB, readSettings(DIGITS, [['learning-rate', '1e6']]), false)[0]?.change).toEqual([
    'learning-rate',
    '0.002',
  ]);
  expect(waysOn('not-finite', DIGITS_LAB, defaults, false)[0]?.change).toEqual(['learning-rate', '0.0002']);
});

test('damaged data offers another attempt', () => {
  expect(waysOn('data-damaged', DIGITS_LAB, defaults, false)).toEqual([{ label: 'Try again' }]);
});

test('too few lists offer the temperature at which a teacher writes as it thinks', () => {
  const wild = readSettings(OWLS, [['temperature', '3']]);
  const [first] = waysOn('too-little-data', OWLS_LAB, wild, false);
  expect(first?.change).toEqual(['temperature', '1']);
});

test('who trains on the CPU already is not sent there', () => {
  const labels = (seeds: string) => {
    const settings = readSettings(DIGITS, [['seeds', seeds]]);
    return waysOn('out-of-memory', DIGITS_LAB, settings, true).map(({ label }) => label);
  };
  expect(labels('9')).toEqual(['Try with half the seeds']);
  expect(labels('1')).toEqual(['Try again']);
  expect(waysOn('device-failed', DIGITS_LAB, defaults, true)).toEqual([{ label: 'Try again' }]);
});

test('what is set already is no way on', () => {
  const changes = (...entries: Entry[]) =>
    waysOn('too-little-data', OWLS_LAB, readSettings(OWLS, entries), false).map(({ change }) => change?.[0]);
  expect(changes(['temperature', '3'])).toEqual(['temperature']);
  expect(changes(['temperature', '3'], ['filter', 'correctness'])).toEqual(['temperature', 'filter']);
  expect(changes(['filter', 'correctness'])).toEqual(['filter']);
  expect(changes(['data', 'code'])).toEqual(['data']);
  expect(changes(), 'another attempt').toEqual([undefined]);
  expect(
    waysOn(
      'out-of-memory',
      DIGITS_LAB,
      readSettings(DIGITS, [
        ['seeds', '1'],
        ['backend', 'cpu'],
      ]),
      false,
    ),
  ).toEqual([{ label: 'Try again' }]);
});
