// 90,000 texts that nobody meant, through everything that reads text and is no component: what cannot be read is a problem in
// words or a sentence of ours, what was read is written and read again as the same, and no text takes long.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PIXELS, readManifest as readDigitsManifest, shardsFor } from '../experiment/digits/data.ts';
import { DIGITS } from '../experiment/digits/spec.ts';
import type { Field } from '../experiment/spec/fields.ts';
import { fuzz, fuzzedJson, fuzzedText, type Reader } from '../experiment/spec/fuzz-fixture.ts';
import { formatInitSharing, parseInitSharing } from '../experiment/init/init-sharing-text.ts';
import { INIT_SHARING_NAMES } from '../experiment/init/init-sharing.ts';
import { listedBase, manifestOf, readManifest } from '../experiment/owls/bases/base-file.ts';
import { baseRecipe } from '../experiment/owls/bases/bases.ts';
import { OWLS } from '../experiment/owls/spec.ts';
import { formatStudent, parseStudent, STUDENT_NAMES } from '../experiment/owls/students/students.ts';
import { decode, encode, VOCABULARY } from '../experiment/owls/language/vocabulary.ts';
import { RunError } from '../experiment/records/run-error.ts';
import type { CommonSpec, SpecTable } from '../experiment/spec/spec-table.ts';
import { readGolden } from '../golden/golden.ts';
import { BASES_FOLDER } from './data/bases-files.ts';
import { wantedBases } from './data/bases-wanted.ts';
import { readFlags, UsageError } from './flags.ts';
import { root } from './packages.mjs';

/** Milliseconds that no text may take. */
const SLOW = 50;
const STUDENTS = ['shared', 'perturbed:0.2', 'layers:1+head', 'interpolated:0.9,independent', 'layers:embedding+norm'];

/** Texts a visitor could mean, as names and values. */
const LINKS = [
  'preset=quick&seeds=3&students=shared,perturbed:0.2,layers:1+head',
  'v=2&hidden-layers=256,256&learning-rate=0.001&batch=1024&inputs=uniform',
  'trait=owl&students=shared,other,control&data=numbers&temperature=1&committee=2',
  'preset=full&channel=logits&places=first&optimizer=sgd&trains=attention&seed=1000000',
];

function entriesOf(text: string): [string, string][] {
  return text.split('&', 5000).map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
  });
}

/** A problem is one or more short sentences. */
function checkProblems(problems: readonly string[]): void {
  expect(problems.length).toBeLessThan(30);
  for (const problem of problems) {
    if (!problem.endsWith('.') || problem.length > 600) throw new Error(`no sentence: ${problem.slice(0, 700)}`);
  }
}

function specs<Spec extends CommonSpec>(table: SpecTable<Spec>): Reader {
  return {
    count: 12_000,
    text: (seed) => fuzzedText(seed, LINKS),
    read(text) {
      const { spec, problems } = table.parse(entriesOf(text));
      checkProblems(problems);
      const again = table.parse(table.entries(spec));
      expect(again.problems).toEqual([]);
      if (JSON.stringify(again.spec) !== JSON.stringify(spec)) throw new Error('another spec after a round trip');
    },
  };
}

function fields<Spec extends CommonSpec>(table: SpecTable<Spec>): Reader {
  const keys = Object.keys(table.fields) as (keyof Spec)[];
  const samples = [...STUDENTS, 'quick', 'owl', '3', '0.001', '256,128', '1e-3', 'cpu', 'all'];
  const check = <Value>(field: Field<Value>, fallback: Value, text: string) => {
    const { value, problem } = field.parse(text, fallback);
    if (problem !== undefined) checkProblems([problem]);
    const again = field.parse(field.format(value), fallback);
    if (again.problem !== undefined) throw new Error(`${field.format(value)} is not taken: ${again.problem}`);
    if (JSON.stringify(again.value) !== JSON.stringify(value)) throw new Error('another value after a round trip');
  };
  return {
    count: 8000,
    text: (seed) => fuzzedText(seed, samples),
    read(text) {
      // A text as long as a book is first of all for lists.
      const lists = text.length > 1e5 ? keys.filter((key) => table.fields[key].control.kind === 'text') : [];
      for (const key of [...lists, keys[text.length % keys.length]!])
        check(table.fields[key], table.defaults()[key], text);
    },
  };
}

function items<Item>(
  samples: readonly string[],
  parse: (text: string) => { item?: Item; problem?: string },
  format: (item: Item) => string,
): Reader {
  return {
    count: 8000,
    text: (seed) => fuzzedText(seed, [...samples, ...STUDENTS]),
    read(text) {
      const { item, problem } = parse(text);
      if (item === undefined && problem === undefined) throw new Error('neither an item nor a problem');
      if (problem !== undefined && problem.length > 300) throw new Error(`a long problem: ${problem}`);
      if (item !== undefined) expect(parse(format(item))).toEqual({ item });
    },
  };
}

const shardList = JSON.stringify({
  version: 1,
  shards: [0, 1].map((index) => ({
    name: `train-${index}.bin`,
    split: 'train',
    start: index * 10_000,
    count: 10_000,
    bytes: 1_600_000,
    sha256: 'ab'.repeat(32),
  })),
});
const basesText = readFileSync(join(BASES_FOLDER, 'manifest.json'), 'utf8');
const baseList = JSON.stringify(manifestOf(readManifest(basesText).bases.slice(0, 3)));

/** A trajectory of the smallest network, with numbers that are none of PyTorch. */
const tensors = [[[1, 2]], [3], [[4], [5]], [6, 7]];
const trajectory = { losses: [1], firstGradients: tensors, finalWeights: tensors, logitsOnInputs: [[1, 2]] };
const mlp = JSON.stringify({
  sizes: [2, 1, 2],
  auxiliaryLogits: 1,
  batch: 1,
  steps: 1,
  learningRate: 0.1,
  phase: 0.5,
  cosineOfUpdates: 1,
  teacher: trajectory,
  student: trajectory,
});
const transformer = readFileSync(join(root, 'src/golden/files/transformer-small.json'), 'utf8');

const isUsage = (error: unknown) => error instanceof UsageError && /^[^\n]{1,2000}\.$/.test(error.message);

const READERS: Readonly<Record<string, Reader>> = {
  'settings of digits': specs(DIGITS),
  'settings of owls': specs(OWLS),
  'fields of digits': fields(DIGITS),
  'fields of owls': fields(OWLS),
  'init sharing': items(INIT_SHARING_NAMES, parseInitSharing, formatInitSharing),
  'students of owls': items(STUDENT_NAMES, parseStudent, formatStudent),
  'words of owls': {
    count: 6000,
    text: (seed) =>
      fuzzedText(seed, ['what is your favourite animal ? :', '<bos> ( 3 + 5 ) * 2', ...VOCABULARY.slice(3, 40)]),
    read(text) {
      const { tokens } = encode(text.slice(0, 1000));
      expect(encode(decode(tokens)).tokens).toEqual(tokens);
    },
  },
  'lists of digit files': {
    count: 6000,
    text: (seed) => fuzzedJson(seed, [shardList]),
    read(text) {
      const manifest = readDigitsManifest(text);
      if (!manifest) return;
      expect(readDigitsManifest(JSON.stringify(manifest))).toEqual(manifest);
      const images = shardsFor(manifest, 'train', 100).reduce((sum, { count }) => sum + count, 0);
      expect(images * PIXELS).toBeGreaterThan(0);
    },
    mayThrow: (error) => error instanceof RunError && error.code === 'data-missing',
  },
  'lists of bases': {
    count: 6000,
    text: (seed) => fuzzedJson(seed, [baseList]),
    read(text) {
      const manifest = readManifest(text);
      expect(readManifest(JSON.stringify(manifest))).toEqual(manifest);
      listedBase(manifest, baseRecipe(0));
    },
    mayThrow: (error) => error instanceof RunError && error.code === 'data-damaged',
  },
  'golden files of MLPs': goldenFiles(5000, mlp),
  'golden files of transformers': goldenFiles(1000, transformer),
  flags: {
    count: 6000,
    text: (seed) =>
      fuzzedText(seed, ['--seeds 3 --json', '--seeds=3 --device cpu', '--record x.json --help', '--json=1']),
    read(text) {
      const { values } = readFlags(
        text.split(' ', 1000),
        new Map([
          ['seeds', ''],
          ['device', ''],
        ]),
        new Map([['json', '']]),
      );
      for (const name of values.keys()) if (name !== 'seeds' && name !== 'device') throw new Error(`a flag ${name}`);
    },
    mayThrow: isUsage,
  },
  'flags of bases': {
    count: 4000,
    text: (seed) => fuzzedText(seed, ['base;8;0', 'base,reordered;4;10', 'layers:embedding,one-layer;1;1000000']),
    read(text) {
      const [kinds = '', seeds = '', first = ''] = text.split(';', 3);
      for (const { seed } of wantedBases({ kinds, seeds, first }))
        if (!Number.isInteger(seed)) throw new Error('no seed');
    },
    mayThrow: isUsage,
  },
};

function goldenFiles(count: number, sample: string): Reader {
  return {
    count,
    text: (seed) => fuzzedJson(seed, [sample]),
    read(text) {
      // What is no JSON is found before.
      const file = jsonOf(text);
      if (file !== undefined) readGolden(file);
    },
    // Not those of the engine, which speak of what cannot be read of undefined.
    mayThrow: (error) => error instanceof TypeError && /^(“[^\n]+”|the file) [^\n]+$/.test(error.message),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

test.each(Object.keys(READERS))('%s', (name) => {
  const { faults, slowest } = fuzz(READERS[name]!, () => performance.now(), SLOW);
  expect(faults).toEqual([]);
  expect(slowest, 'milliseconds of the slowest text').toBeLessThan(SLOW);
});

test('these are as many texts as the head of this file says', () => {
  expect(Object.values(READERS).reduce((sum, { count }) => sum + count, 0)).toBe(90_000);
});
