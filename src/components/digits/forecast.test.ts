// How many seeds a lab shows that nobody has set: many where they are cheap, and as long as the page is open the same.
import { expect, test } from 'vitest';
import { workOf } from '../../experiment/digits/work.ts';
import { DIGITS } from '../../experiment/digits/spec.ts';
import type { Availability } from '../../worker/client.ts';
import { readSettings, withSetting } from '../settings/settings.ts';
import { Forecast } from '../lab/forecast.ts';

function read(query: string) {
  return readSettings(DIGITS, new URLSearchParams(query));
}

/** A machine of two cores. */
function machine(operations: number): Availability {
  const device = { backend: 'wasm', name: 'relaxed SIMD, 2 cores', software: true } as const;
  const auto = { places: ['wasm', 'cpu'], device, because: '', speed: { operations, lanes: 2 } } as const;
  return { webgpu: false, code: 'no-webgpu', message: '', auto };
}

function forecastOn(availability: Availability) {
  const forecast = new Forecast({ table: DIGITS, workOf });
  forecast.availability = availability;
  return forecast;
}

const FAST = machine(1e13);
const SLOW = machine(1e6);

test('a lab that nobody has set shows many seeds where they are cheap, and no more than usual where they are not', () => {
  expect(forecastOn(FAST).generous(read('')).spec).toEqual({ ...DIGITS.defaults(), seedCount: 8 });
  expect(forecastOn(FAST).generous(read('preset=quick&backend=auto'))).toMatchObject({
    backend: 'auto',
    spec: { seedCount: 8 },
  });
  expect(forecastOn(SLOW).generous(read(''))).toEqual(read(''));
});

test.each(['seeds=4', 'seeds=2', 'preset=paper', 'students=permuted', 'batch=64'])('%s stays what it says', (query) => {
  expect(forecastOn(FAST).generous(read(query))).toEqual(read(query));
});

test('what was wrong with a link is still said', () => {
  const { spec, problems } = forecastOn(FAST).generous(read('seeds=many&colour=red'));
  expect(spec.seedCount).toBe(8);
  expect(problems).toEqual(read('seeds=many&colour=red').problems);
  expect(problems).toHaveLength(2);
});

test('a page that is read again asks for the same run, whatever was learned meanwhile', () => {
  const forecast = forecastOn(FAST);
  expect(forecast.asBefore(read(''))).toEqual(read(''));
  const shown = forecast.generous(read(''));
  forecast.availability = SLOW;
  expect(forecast.asBefore(read(''))).toEqual(shown);
  expect(forecast.generous(read(''))).toEqual(shown);
  expect(forecast.asBefore(read('seeds=4')).spec.seedCount).toBe(4);
  expect(forecast.generous(withSetting(DIGITS, shown, ['seeds', '4'])).spec.seedCount).toBe(4);
});
