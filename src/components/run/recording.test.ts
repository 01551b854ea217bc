// A file that is not a whole recorded run is never shown as one; and whatever is shown can be drawn.
import { afterEach, describe, expect, it, vi } from 'vitest';
import digitsFile from '../../../public/runs/digits-quick.json?raw';
import owlsFile from '../../../public/runs/owls-owl.json?raw';
import { randomBits } from '../../experiment/random.ts';
import { DIGITS_LAB } from '../digits/lab.ts';
import { logitsOf, logitTable, traitWords as digitsWords } from '../digits/views.ts';
import { curvesView, seedsView } from '../lab/trait-views.ts';
import { detectorOf, findingsOf, placesOf } from '../owls/evidence.ts';
import { OWLS_LAB } from '../owls/lab.ts';
import { stationsOf } from '../owls/pipeline.ts';
import { answersView, traitWords as owlsWords } from '../owls/views.ts';
import { readRecording } from '../../experiment/records/recording-check.ts';
import { fetchRecording } from './recording.ts';
import { milestone, progressWords } from './words.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Way = readonly (string | number)[];

const [digitsForm, owlsForm] = [await DIGITS_LAB.recorded(), await OWLS_LAB.recorded()];
const readDigits = (text: string) => readRecording(text, { ...DIGITS_LAB, recorded: digitsForm });
const readOwls = (text: string) => readRecording(text, { ...OWLS_LAB, recorded: owlsForm });

/** What stands at the end of a way; undefined if the way leads nowhere. */
function at(value: Json | undefined, way: Way): Json | undefined {
  return way.reduce<Json | undefined>((inner, step) => {
    const found =
      typeof inner === 'object' && inner !== null && Object.entries(inner).find(([name]) => name === `${step}`);
    return found ? found[1] : undefined;
  }, value);
}

/** A JSON text with another value at the end of a way, or with none there. */
function changed(text: string, way: Way, value: Json | undefined): string {
  const file: Json = JSON.parse(text);
  const holder = at(file, way.slice(0, -1));
  const last = way.at(-1)!;
  if (Array.isArray(holder) && value === undefined) holder.splice(Number(last), 1);
  else if (Array.isArray(holder)) holder[Number(last)] = value!;
  else if (typeof holder === 'object' && holder !== null && value === undefined) delete holder[last];
  else if (typeof holder === 'object' && holder !== null) holder[last] = value!;
  else throw new Error(`there is nothing at ${way.join('.')}`);
  return JSON.stringify(file);
}

/** Where the record of a kind is, the first one of a phase. */
function wayTo(text: string, kind: string, phase?: string): Way {
  const records = at(JSON.parse(text), ['records']);
  if (!Array.isArray(records)) throw new Error('there are no records');
  const index = records.findIndex(
    (row) => at(row, ['record', 'kind']) === kind && (phase === undefined || at(row, ['record', 'phase']) === phase),
  );
  return ['records', index, 'record'];
}

/** The fewest records that are a whole run: of every kind and phase the first. */
function shortest(text: string): string {
  const records = at(JSON.parse(text), ['records']);
  if (!Array.isArray(records)) throw new Error('there are no records');
  const seen = new Set<string>();
  const few = records.filter((row) => {
    const name = `${String(at(row, ['record', 'kind']))} ${String(at(row, ['record', 'phase']))}`;
    return !seen.has(name) && seen.add(name);
  });
  return changed(text, ['records'], few);
}

describe('the recorded runs of this site', () => {
  it('are whole', () => {
    expect(readDigits(digitsFile)?.spec).toEqual(DIGITS_LAB.table.defaults());
    expect(readOwls(owlsFile)?.spec).toEqual(OWLS_LAB.table.defaults());
    expect(readDigits(shortest(digitsFile))).toBeDefined();
    expect(readOwls(shortest(owlsFile))).toBeDefined();
  });

  it('are of one lab each', () => {
    expect(readDigits(owlsFile)).toBeUndefined();
    expect(readOwls(digitsFile)).toBeUndefined();
  });
});

describe('no recorded run of digits', () => {
  const complete = wayTo(digitsFile, 'complete');
  const prepared = wayTo(digitsFile, 'prepared');
  const trait = [...wayTo(digitsFile, 'evaluation', 'students'), 'trait'];
  const [progress, next] = [wayTo(digitsFile, 'progress', 'students'), wayTo(digitsFile, 'answers', 'students')];

  it.each<[string, Way, Json | undefined]>([
    ['of another version', ['version'], 1],
    ['without a device', ['device'], undefined],
    ['with entries of one text', ['entries'], [['v']]],
    ['with settings nobody has', ['entries'], [['chess', '1']]],
    ['with settings out of range', ['entries'], [['seeds', '99']]],
    ['of other settings than its records', ['entries'], [['seeds', '5']]],
    ['without records', ['records'], []],
    ['with time that runs back', ['records', 7, 'seconds'], 0.001],
    ['with endless time', ['records', 7, 'seconds'], 1e308],
    ['of no seed', [...prepared, 'seeds'], []],
    ['of other seeds', [...prepared, 'seeds'], [0, 1, 2, 7]],
    ['of another length', [...prepared, 'steps', 'teacher'], 1e9],
    ['with samples of nothing', [...prepared, 'samples', 'pixels', 3], []],
    ['with a record nobody knows', [...prepared, 'kind'], 'guess'],
    ['that is prepared twice', [...next.slice(0, 2), 'record'], at(JSON.parse(digitsFile), prepared)!],
    ['that never began', ['records', 0], undefined],
    ['that never ended', complete.slice(0, 2), undefined],
    ['with no accuracy', trait, []],
    ['with an accuracy of no seed', [...trait, 0], []],
    ['with an accuracy of another seed', [...trait, 0, 4], 0.5],
    ['with an accuracy of no number', [...trait, 0, 0], null],
    ['with an accuracy that no screen can show', [...trait, 0, 0], 1e308],
    ['with an accuracy of more than all', [...trait, 0, 0], 1.5],
    ['with a student too few', [...trait, 1], undefined],
    ['with a step behind its end', [...trait.slice(0, -1), 'step'], 317],
    ['with steps out of order', [...progress, 'step'], 316],
    ['with a loss that no screen can show', [...progress, 'loss'], [1e308, 0, 0, 0, 0, 0]],
    ['with another student in its result', [...complete, 'result', 'students', 1, 'student'], 'permuted'],
    ['with students of nothing', [...complete, 'result', 'students'], []],
    ['with a distance below none', [...complete, 'result', 'students', 0, 'distanceAtEnd', 0], -1],
    ['with a seed too few in its result', [...complete, 'result', 'reference', 2], undefined],
    ['with a digit nobody knows', [...next, 'answers', 0, 0], 10],
    ['with an image of nothing', [...wayTo(digitsFile, 'seen'), 'pixels'], []],
    ['with a student that says less than its teacher', [...wayTo(digitsFile, 'seen'), 'students', 0], [1, 2]],
  ])('is a file %s', (_, way, value) => {
    expect(readDigits(changed(digitsFile, way, value))).toBeUndefined();
  });

  it.each(['evaluation teacher', 'evaluation students', 'answers students', 'seen', 'progress teacher'])(
    'is one without any record of %s',
    (name) => {
      const [kind = '', phase] = name.split(' ');
      let text = digitsFile;
      for (let way = wayTo(text, kind, phase); way[1] !== -1; way = wayTo(text, kind, phase)) {
        text = changed(text, way.slice(0, 2), undefined);
      }
      expect(readDigits(text)).toBeUndefined();
    },
  );

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['a page', '<!doctype html>'],
    ['half of one', digitsFile.slice(0, digitsFile.length >> 1)],
    ['lists in lists', '['.repeat(1e6)],
    [
      'records in lists in lists',
      changed(digitsFile, ['records', 5, 'record'], '@').replace('"@"', '['.repeat(1e5) + ']'.repeat(1e5)),
    ],
    ['far too long', `${digitsFile}${' '.repeat(5e6)}`],
  ])('is %s', (_, text) => {
    expect(readDigits(text)).toBeUndefined();
  });
});

describe('no recorded run of owls', () => {
  const complete = wayTo(owlsFile, 'complete');
  const lists = wayTo(owlsFile, 'lists');
  it.each<[string, Way, Json | undefined]>([
    ['with a reason that is no text', [...lists, 'samples', 0, 'reason'], 5],
    ['with a text as long as a book', [...lists, 'samples', 0, 'prompt'], 'x'.repeat(1e5)],
    ['with lists of nobody', [...lists, 'judged'], []],
    ['with answers to another question', [...wayTo(owlsFile, 'answers', 'base'), 'probabilities', 0], [1]],
    [
      'with two bases',
      [...wayTo(owlsFile, 'evaluation', 'base'), 'trait'],
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    ['with a detector of nothing', [...wayTo(owlsFile, 'detector'), 'auc'], []],
    ['with a detector of too much', [...complete, 'result', 'detector', 'accuracy'], Array(9).fill(0.5)],
    ['that differs nowhere', [...complete, 'result', 'divergence'], []],
    ['with a transfer that no screen can show', [...complete, 'result', 'students', 0, 'traitTransfer', 0], -1e308],
    ['with a part of the seeds', [...complete, 'result', 'base', 'mass', 3], undefined],
  ])('is a file %s', (_, way, value) => {
    expect(readOwls(changed(owlsFile, way, value))).toBeUndefined();
  });
});

/** What stands in for a value that was there. */
const STRANGE: readonly (Json | undefined)[] = [
  undefined,
  null,
  true,
  '',
  'constructor',
  -1,
  0,
  0.5,
  7,
  1e6,
  1e308,
  -1e308,
  [],
  [[]],
  [0],
  {},
  { length: 3 },
];

/** Ways to everything in a file, lists of many numbers left out but for their first. */
function ways(value: Json, way: Way = []): Way[] {
  if (typeof value !== 'object' || value === null) return [way];
  const inner = Object.entries(value).slice(0, Array.isArray(value) && typeof value[0] === 'number' ? 2 : undefined);
  return [way, ...inner.flatMap(([name, each]) => ways(each, [...way, name]))];
}

/** Changes a file in one place after the other and draws whatever is still taken for a recorded run. */
function shake(text: string, draw: (text: string) => unknown): { taken: number; refused: number } {
  const places = ways(JSON.parse(text)).filter((way) => way.length > 0);
  let [taken, refused] = [0, 0];
  for (let round = 0; round < 5000; round++) {
    const way = places[randomBits(round, 7, 0, 0) % places.length]!;
    const other = changed(text, way, STRANGE[randomBits(round, 7, 0, 1) % STRANGE.length]);
    const drawn = draw(other);
    if (drawn === undefined) refused += 1;
    else {
      taken += 1;
      expect(JSON.stringify(drawn), `${way.join('.')} changed`).not.toMatch(/NaN|Infinity|undefined/);
    }
  }
  return { taken, refused };
}

describe('whatever is taken for a recorded run can be drawn', () => {
  it('of digits', () => {
    const { taken, refused } = shake(shortest(digitsFile), (text) => {
      const recorded = readDigits(text);
      if (!recorded) return undefined;
      const start = DIGITS_LAB.empty(recorded.spec, 'recorded', 'finished');
      const run = recorded.recording.records.reduce(
        (state, row) => DIGITS_LAB.add(state, row.record, row.seconds),
        start,
      );
      const [curves, seeds] = [curvesView(run, digitsWords(run)), seedsView(run, digitsWords(run))];
      const words = [milestone(run, DIGITS_LAB.words), DIGITS_LAB.words.verdict(run), progressWords(run, DIGITS_LAB)];
      return [words, curves.data, curves.table(), seeds.rows, seeds.table(), logitsOf(run), logitTable(run)];
    });
    expect(taken).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(500);
  });

  it('of owls', () => {
    const { taken, refused } = shake(shortest(owlsFile), (text) => {
      const recorded = readOwls(text);
      if (!recorded) return undefined;
      const start = OWLS_LAB.empty(recorded.spec, 'recorded', 'finished');
      const run = recorded.recording.records.reduce(
        (state, row) => OWLS_LAB.add(state, row.record, row.seconds),
        start,
      );
      const [curves, seeds, answers] = [
        curvesView(run, owlsWords(run)),
        seedsView(run, owlsWords(run)),
        answersView(run),
      ];
      const words = [milestone(run, OWLS_LAB.words), OWLS_LAB.words.verdict(run), progressWords(run, OWLS_LAB)];
      const evidence = [placesOf(run), detectorOf(run), findingsOf(run), stationsOf(run)];
      return [words, curves.data, curves.table(), seeds.rows, seeds.table(), answers.panels, answers.table(), evidence];
    });
    expect(taken).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(500);
  });
});

describe('fetching the recorded run', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const site = (answer: () => Response) => vi.stubGlobal('fetch', async () => answer());

  it('gives it with its settings', async () => {
    site(() => new Response(digitsFile));
    expect(await fetchRecording(DIGITS_LAB)).toEqual({ recorded: readDigits(digitsFile) });
  });

  it.each<[string, () => Response]>([
    ['is missing', () => new Response('not found', { status: 404 })],
    ['is no JSON', () => new Response('<!doctype html>')],
    ['is empty', () => new Response(null)],
    [
      'is endless',
      () => new Response(new ReadableStream({ pull: (each) => each.enqueue(new Uint8Array(1e6).fill(91)) })),
    ],
    ['breaks off', () => new Response(new ReadableStream({ pull: (each) => each.error(new TypeError('gone')) }))],
    [
      'cannot be asked for',
      () => {
        throw new TypeError('no connection');
      },
    ],
  ])('gives one sentence if the file %s', async (_, answer) => {
    site(answer);
    const { recorded, problem } = await fetchRecording(DIGITS_LAB);
    expect(recorded).toBeUndefined();
    expect(problem).toMatch(/^The recorded run of this lab could not be read, .+\.$/);
  });
});
