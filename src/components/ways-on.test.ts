// No failure is a dead end.
import { expect, test } from 'vitest';
import { DIGITS } from '../experiment/digits/spec.ts';
import { OWLS } from '../experiment/owls/spec.ts';
import { readSettings } from './lab-settings.ts';
import { waysOn } from './ways-on.ts';

const defaults = readSettings(DIGITS, []);

test('a missing or lost GPU offers the CPU', () => {
  expect(waysOn('device-lost', DIGITS, defaults)[0].change).toEqual(['backend', 'cpu']);
  expect(waysOn('no-adapter', DIGITS, defaults)[0].change).toEqual(['backend', 'cpu']);
});

test('too little memory offers half the seeds while there are seeds to halve', () => {
  expect(waysOn('out-of-memory', DIGITS, readSettings(DIGITS, [['seeds', '9']]))[0].change).toEqual(['seeds', '4']);
  expect(waysOn('out-of-memory', DIGITS, readSettings(DIGITS, [['seeds', '1']]))[0].change).toEqual(['backend', 'cpu']);
});

test('a loss that is no number offers a learning rate that is known to work', () => {
  expect(waysOn('not-finite', DIGITS, readSettings(DIGITS, [['learning-rate', '1e6']]))[0].change).toEqual([
    'learning-rate',
    '0.002',
  ]);
  expect(waysOn('not-finite', DIGITS, defaults)[0].change).toEqual(['learning-rate', '0.0002']);
});

test('damaged data offers another attempt', () => {
  expect(waysOn('data-damaged', DIGITS, defaults)).toEqual([{ label: 'Try again' }]);
});

test('too few lists offer the temperature at which a teacher writes as it thinks', () => {
  const wild = readSettings(OWLS, [['temperature', '3']]);
  const [{ change }] = waysOn('too-few-lists', OWLS, wild);
  expect(change).toEqual(['temperature', '1']);
});
