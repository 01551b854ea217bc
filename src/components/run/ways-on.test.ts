// No failure is a dead end.
import { expect, test } from 'vitest';
import { DIGITS } from '../../experiment/digits/spec.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import { DIGITS_LAB } from '../digits/lab.ts';
import { OWLS_LAB } from '../owls/lab.ts';
import { readSettings, type Entry } from '../settings/settings.ts';
import { waysOn } from './ways-on.ts';

const defaults = readSettings(DIGITS, []);

test('a missing or lost GPU offers the processor', () => {
  expect(waysOn('device-lost', DIGITS_LAB, defaults, 'webgpu')[0]?.change).toEqual(['backend', 'wasm']);
  expect(waysOn('no-adapter', DIGITS_LAB, defaults, 'webgpu')[0]?.change).toEqual(['backend', 'wasm']);
});

test('too little memory offers half the seeds while there are seeds to halve', () => {
  expect(waysOn('out-of-memory', DIGITS_LAB, readSettings(DIGITS, [['seeds', '9']]), 'webgpu')[0]?.change).toEqual([
    'seeds',
    '4',
  ]);
  expect(waysOn('out-of-memory', DIGITS_LAB, readSettings(DIGITS, [['seeds', '1']]), 'webgpu')[0]?.change).toEqual([
    'backend',
    'wasm',
  ]);
});

test('what fails on WebAssembly may work in plain JavaScript', () => {
  expect(waysOn('no-wasm', DIGITS_LAB, defaults, 'wasm')[0]?.change).toEqual(['backend', 'cpu']);
});

test('a loss that is no number offers a learning rate that is known to work', () => {
  expect(
    waysOn('not-finite', DIGITS_LAB, readSettings(DIGITS, [['learning-rate', '1e6']]), 'webgpu')[0]?.change,
  ).toEqual(['learning-rate', '0.002']);
  expect(waysOn('not-finite', DIGITS_LAB, defaults, 'webgpu')[0]?.change).toEqual(['learning-rate', '0.0002']);
});

test('damaged data offers another attempt', () => {
  expect(waysOn('data-damaged', DIGITS_LAB, defaults, 'webgpu')).toEqual([{ label: 'Try again' }]);
});

test('too few lists offer the temperature at which a teacher writes as it thinks', () => {
  const wild = readSettings(OWLS, [['temperature', '3']]);
  const [first] = waysOn('too-little-data', OWLS_LAB, wild, 'webgpu');
  expect(first?.change).toEqual(['temperature', '1']);
});

test('who trains in plain JavaScript already is sent nowhere', () => {
  const labels = (seeds: string) => {
    const settings = readSettings(DIGITS, [['seeds', seeds]]);
    return waysOn('out-of-memory', DIGITS_LAB, settings, 'cpu').map(({ label }) => label);
  };
  expect(labels('9')).toEqual(['Try with half the seeds']);
  expect(labels('1')).toEqual(['Try again']);
  expect(waysOn('device-failed', DIGITS_LAB, defaults, 'cpu')).toEqual([{ label: 'Try again' }]);
});

test('what is set already is no way on', () => {
  const changes = (...entries: Entry[]) =>
    waysOn('too-little-data', OWLS_LAB, readSettings(OWLS, entries), 'webgpu').map(({ change }) => change?.[0]);
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
      'cpu',
    ),
  ).toEqual([{ label: 'Try again' }]);
});
