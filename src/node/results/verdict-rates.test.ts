// How often the verdicts are wrong: seldom enough, and as often as the page says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultSpec as defaultDigits } from '../../experiment/digits/spec.ts';
import { defaultSpec as defaultOwls } from '../../experiment/owls/spec.ts';
import { rateOf, rateText, ratesTable, SCENARIOS, SEED_COUNTS } from './verdict-rates.ts';

const RATES = new Map(SCENARIOS.map((scenario) => [scenario, SEED_COUNTS.map((seeds) => rateOf(scenario, seeds))]));

it('gives the rates that were measured', async () => {
  expect(await ratesTable()).toEqual([
    'lab     student                            the verdict says                         3 seeds  4 seeds  8 seeds',
    'digits  independent init                   crossed or partly crossed (false alarm)  < 1 %    < 1 %    < 1 %',
    'digits  shared init                        crossed                                  85 %     > 99 %   > 99 %',
    'digits  shared init, the paper’s settings  crossed                                  95 %     > 99 %   > 99 %',
    'owls    another base                       crossed or partly crossed (false alarm)  < 1 %    < 1 %    < 1 %',
    'owls    control                            crossed or partly crossed (false alarm)  < 1 %    < 1 %    < 1 %',
    'owls    shared base                        crossed                                  50 %     79 %     > 99 %',
  ]);
});

it('raises a false alarm in at most one run of twenty, with any number of seeds', () => {
  for (const [{ name, hasTrait }, rates] of RATES) {
    if (!hasTrait) for (const rate of rates) expect(rate, name).toBeLessThanOrEqual(0.05);
  }
});

it.each([
  ['digits', defaultDigits().seedCount],
  ['owls', defaultOwls().seedCount],
] as const)(
  'finds a trait in the %s in 99 runs of 100 with the default of %i seeds, and with no fewer',
  (lab, seeds) => {
    const least = SEED_COUNTS.find((count) =>
      [...RATES].every(
        ([scenario, rates]) => scenario.lab !== lab || !scenario.hasTrait || rates[SEED_COUNTS.indexOf(count)]! > 0.99,
      ),
    );
    expect(seeds).toBe(least);
  },
);

it('is what the page says', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../index.html'), 'utf8');
  const table = /<caption id="rates-caption">.*?<\/table>/s.exec(page)?.[0] ?? '';
  const rows = [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell.replaceAll('&nbsp;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll(/\s+/g, ' ').trim(),
    ),
  );
  expect(rows[0]?.slice(-SEED_COUNTS.length)).toEqual(SEED_COUNTS.map((seeds) => `${seeds} seeds`));
  expect(rows.slice(1)).toEqual(
    [...RATES].map(([{ lab, name, hasTrait }, rates]) => [
      `${lab}: ${name}, ${hasTrait ? '“crossed”' : 'false alarm'}`,
      ...rates.map(rateText),
    ]),
  );
});
