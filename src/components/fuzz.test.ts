// 10,000 texts that nobody meant, through what components read: addresses, attributes, questions and recorded runs. With the
// 90,000 of src/node/fuzz.test.ts these are 100,000.
import type { CommonSpec } from '../experiment/spec/spec-table.ts';
import { expect, test } from 'vitest';
import digitsFile from '../../public/runs/digits-quick.json?raw';
import owlsFile from '../../public/runs/owls-owl.json?raw';
import { DIGITS } from '../experiment/digits/spec.ts';
import { fuzz, fuzzedJson, fuzzedText, type Reader } from '../experiment/spec/fuzz-fixture.ts';
import { OWLS } from '../experiment/owls/spec.ts';
import { VOCABULARY_SIZE } from '../experiment/owls/language/vocabulary.ts';
import type { SpecTable } from '../experiment/spec/spec-table.ts';
import type { ExperimentName } from '../experiment/signs.ts';
import { DIGITS_LAB } from './digits/lab.ts';
import { ADDRESSES } from './settings/address.ts';
import { readSettings, sameSettings, settingsEntries, withSetting, type Entry } from './settings/settings.ts';
import { OWLS_LAB } from './owls/lab.ts';
import { questionOf } from './owls/question.ts';
import { readRecording } from '../experiment/records/recording-check.ts';

const DIGITS_KIND = { ...DIGITS_LAB, recorded: await DIGITS_LAB.recorded() };
const OWLS_KIND = { ...OWLS_LAB, recorded: await OWLS_LAB.recorded() };

/** Milliseconds that no text may take. */
const SLOW = 50;

const LINKS = [
  '?v=2&preset=quick&seeds=3&students=shared,perturbed:0.2,layers:1+head&owls.trait=pine',
  '?owls.seeds=2&owls.students=shared,other&backend=cpu&utm_source=mail&page=4',
  '?hidden-layers=256,256&learning-rate=0.001&%6Eoise=1&a+b=c%20d',
];

/** An address read by one lab, written by it, and read again. */
function addresses<Spec extends CommonSpec>(experiment: ExperimentName, table: SpecTable<Spec>): Reader {
  return {
    count: 2000,
    text: (seed) => fuzzedText(seed, LINKS),
    read(text) {
      const settings = readSettings(table, ADDRESSES.read(experiment, text));
      const written = ADDRESSES.write(experiment, settingsEntries(table, settings), text);
      const again = readSettings(table, ADDRESSES.read(experiment, written));
      if (!sameSettings(table, again, settings)) throw new Error(`other settings from ${written.slice(0, 300)}`);
      // What belongs to nobody here stays as it is, so an address that is written again does not change.
      if (written.length < 15_000)
        expect(ADDRESSES.write(experiment, settingsEntries(table, again), written)).toBe(written);
      ADDRESSES.story(experiment, text.slice(0, 200), text);
    },
  };
}

/** Attributes of a page, and a choice of a visitor on top. */
function choices<Spec extends CommonSpec>(table: SpecTable<Spec>): Reader {
  const keys = Object.keys(table.fields) as (keyof Spec)[];
  return {
    count: 2000,
    text: (seed) =>
      fuzzedText(seed, ['3', 'shared,perturbed:0.2', 'quick', '0.001', 'layers:1+head', 'full', '256,128']),
    read(text) {
      const name = table.fields[keys[text.length % keys.length]!].name;
      const authored: Entry[] = [[name, text]];
      const settings = readSettings(table, authored);
      const chosen = withSetting(table, settings, ['seeds', '2']);
      expect(chosen.spec.seedCount).toBe(2);
      const entries = settingsEntries(table, chosen, authored);
      if (!sameSettings(table, readSettings(table, [...authored, ...entries]), chosen))
        throw new Error('another choice');
    },
  };
}

/** The fewest records that are a whole run. */
function shortest(text: string): string {
  const file: { records: { record: { kind: string; phase?: string } }[] } = JSON.parse(text);
  const seen = new Set<string>();
  const records = file.records.filter(({ record: { kind, phase } }) => {
    const name = `${kind} ${phase}`;
    return !seen.has(name) && seen.add(name);
  });
  return JSON.stringify({ ...file, records });
}

const [shortDigits, shortOwls] = [shortest(digitsFile), shortest(owlsFile)];

const READERS: Readonly<Record<string, Reader>> = {
  'addresses of digits': addresses('digits', DIGITS),
  'addresses of owls': addresses('owls', OWLS),
  'choices of digits': choices(DIGITS),
  'choices of owls': choices(OWLS),
  questions: {
    count: 1000,
    text: (seed) =>
      fuzzedText(seed, ['what is your favourite animal?', 'tell me the tree you love :', 'owl', '<bos> 3 + 4 =']),
    read(text) {
      const question = questionOf(text);
      if ('problem' in question) expect(question.problem).toMatch(/^[^\n]{1,300}\.$/);
      else if (question.tokens.some((token) => token < 1 || token >= VOCABULARY_SIZE)) throw new Error('no word');
    },
  },
  'recorded runs of digits': {
    count: 500,
    text: (seed) => fuzzedJson(seed, [shortDigits]),
    read: (text) => void readRecording(text, DIGITS_KIND),
  },
  'recorded runs of owls': {
    count: 500,
    text: (seed) => fuzzedJson(seed, [shortOwls]),
    read: (text) => void readRecording(text, OWLS_KIND),
  },
};

test.each(Object.keys(READERS))('%s', (name) => {
  const { faults, slowest } = fuzz(READERS[name]!, () => performance.now(), SLOW);
  expect(faults).toEqual([]);
  expect(slowest, 'milliseconds of the slowest text').toBeLessThan(SLOW);
});

test('these are as many texts as the head of this file says', () => {
  expect(Object.values(READERS).reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
});
