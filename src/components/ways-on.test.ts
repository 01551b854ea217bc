// No failure is a dead end.
import { expect, test } from 'vitest';
import { readSettings } from './lab-settings.ts';
import { waysOn } from './ways-on.ts';

const defaults = readSettings([]);

test('a missing or lost GPU offers the CPU', () => {
  expect(waysOn('device-lost', defaults)[0].change).toEqual(['backend', 'cpu']);
  expect(waysOn('no-adapter', defaults)[0].change).toEqual(['backend', 'cpu']);
});

test('too little memory offers half the seeds while there are seeds to halve', () => {
  expect(waysOn('out-of-memory', readSettings([['seeds', '9']]))[0].change).toEqual(['seeds', '4']);
  expect(waysOn('out-of-memory', readSettings([['seeds', '1']]))[0].change).toEqual(['backend', 'cpu']);
});

test('a loss that is no number offers a learning rate that is known to work', () => {
  expect(waysOn('not-finite', readSettings([['learning-rate', '1e6']]))[0].change).toEqual(['learning-rate', '0.002']);
  expect(waysOn('not-finite', defaults)[0].change).toEqual(['learning-rate', '0.0002']);
});

test('damaged data offers another attempt', () => {
  expect(waysOn('data-damaged', defaults)).toEqual([{ label: 'Try again' }]);
});
