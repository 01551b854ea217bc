// A run as a value: its text form is the shortest that means the same, and reading one never fails.
import { describe, expect, it } from 'vitest';
import { PRESETS, type PresetName } from './presets.ts';
import {
  defaultSpec,
  DIGITS_FIELDS,
  imagesNeeded,
  networkOf,
  parseSpec,
  sharedStudent,
  specEntries,
  studentSteps,
  teacherSteps,
  type DigitsSpec,
} from './spec.ts';
import { seedsOf } from '../spec/spec-table.ts';

const presets = Object.keys(PRESETS) as PresetName[];
const keys = Object.keys(DIGITS_FIELDS) as (keyof DigitsSpec)[];

/** A value for every field but the preset that no preset has. */
const CHANGED: Omit<DigitsSpec, 'preset'> = {
  students: [{ mode: 'perturbed', amount: 0.35 }, { mode: 'layers', layers: ['1', 'head'] }, { mode: 'permuted' }],
  seedCount: 7,
  seed: 123_456,
  targets: 'all',
  auxiliaryLogits: 17,
  inputs: 'blurred',
  hidden: [40, 30, 20],
  trainingImages: 777,
  teacherEpochs: 9,
  noiseImages: 888,
  studentEpochs: 11,
  batch: 99,
  learningRate: 1.25e-5,
};

describe.each(presets)('a spec under the preset %s', (preset) => {
  const standard = defaultSpec(preset);

  it('is the preset’s settings with two students and four seeds', () => {
    expect(standard).toMatchObject({ preset, ...PRESETS[preset].settings, seedCount: 4 });
    expect(standard.students).toEqual([{ mode: 'shared' }, { mode: 'independent' }]);
  });

  it('is written with the preset’s name alone', () => {
    const entries =
      preset === 'quick'
        ? []
        : [
            ['v', '2'],
            ['preset', preset],
          ];
    expect(specEntries(standard)).toEqual(entries);
    expect(parseSpec(entries as [string, string][])).toEqual({ spec: standard, problems: [] });
  });

  it.each(keys.filter((key) => key !== 'preset'))('writes %s only if it was changed, and reads it back', (key) => {
    const spec: DigitsSpec = { ...standard, [key]: CHANGED[key as keyof typeof CHANGED] };
    const written = specEntries(spec).filter(([name]) => name !== 'v' && name !== 'preset');
    expect(written.map(([name]) => name)).toEqual([DIGITS_FIELDS[key].name]);
    expect(parseSpec(specEntries(spec))).toEqual({ spec, problems: [] });
  });

  it('reads back all settings changed at once, through a URL', () => {
    const spec: DigitsSpec = { preset, ...CHANGED };
    const query = new URLSearchParams(specEntries(spec)).toString();
    expect(parseSpec(new URLSearchParams(query))).toEqual({ spec, problems: [] });
  });

  it('needs no more than its own fields allow', () => {
    for (const key of keys) {
      const { control } = DIGITS_FIELDS[key];
      if (control.kind !== 'number') continue;
      expect(standard[key], key).toBeGreaterThanOrEqual(control.minimum);
      expect(standard[key], key).toBeLessThanOrEqual(control.maximum);
    }
  });
});

describe('reading a spec', () => {
  it('means the quick preset when nothing is said', () => {
    expect(parseSpec([])).toEqual({ spec: defaultSpec('quick'), problems: [] });
  });

  it('takes a preset from anywhere in the list as the default of the rest', () => {
    const { spec } = parseSpec([
      ['batch', '50'],
      ['preset', 'paper'],
    ]);
    expect(spec).toEqual({ ...defaultSpec('paper'), batch: 50 });
  });

  it('falls back to the preset’s own value where a text makes no sense', () => {
    const { spec, problems } = parseSpec([
      ['preset', 'paper'],
      ['batch', 'many'],
    ]);
    expect(spec.batch).toBe(PRESETS.paper.settings.batch);
    expect(problems).toEqual([expect.stringMatching(/^batch\b.*number.*“many”/)]);
  });

  it('says that an unknown preset became the quick one', () => {
    const { spec, problems } = parseSpec([['preset', 'huge']]);
    expect(spec).toEqual(defaultSpec('quick'));
    expect(problems).toEqual([expect.stringMatching(/^preset\b.*one of quick, .*“huge”/)]);
  });

  it('lets the last of two texts count', () => {
    expect(
      parseSpec([
        ['seed', '4'],
        ['seed', '5'],
      ]).spec.seed,
    ).toBe(5);
  });

  it('reports a name that is no setting, shortened, and goes on', () => {
    const { spec, problems } = parseSpec([
      ['sede', '4'],
      ['__proto__', 'x'],
      ['y'.repeat(500), 'x'],
      ['seed', '5'],
    ]);
    expect(spec).toEqual({ ...defaultSpec(), seed: 5 });
    expect(problems).toEqual([
      '“sede” is not a setting; it was ignored.',
      '“__proto__” is not a setting; it was ignored.',
      expect.stringMatching(/^“y{39}…” is not a setting; it was ignored\.$/),
    ]);
  });

  it('is silent about its own version and speaks up about another', () => {
    expect(parseSpec([['v', '2']]).problems).toEqual([]);
    expect(parseSpec([['v', '1']]).problems).toEqual([
      expect.stringMatching(/^This link was made for version 1 of the lab/),
    ]);
    expect(parseSpec([['v', 'z'.repeat(1000)]]).problems[0]!.length).toBeLessThan(120);
  });

  it('leaves out layers that the network does not have, and says which it has', () => {
    const { spec, problems } = parseSpec([
      ['students', 'layers:1+3+head'],
      [DIGITS_FIELDS.hidden.name, '64,64'],
    ]);
    expect(spec.students).toEqual([{ mode: 'layers', layers: ['1', 'head'] }]);
    expect(problems).toEqual(['This network has the layers 1, 2, head; layer 3 was left out.']);
    expect(
      parseSpec([
        ['students', 'layers:1+3+head'],
        [DIGITS_FIELDS.hidden.name, '64,64,64'],
      ]).problems,
    ).toEqual([]);
  });

  it.each(['layers:2', 'layers:0', 'layers:01'])(
    'makes %s of a network with one hidden layer an independent student',
    (text) => {
      const { spec, problems } = parseSpec([
        ['students', text],
        [DIGITS_FIELDS.hidden.name, '128'],
      ]);
      expect(spec.students).toEqual([{ mode: 'independent' }]);
      expect(problems).toHaveLength(1);
    },
  );

  it('gives a frozen value, so that a run cannot change under its reader', () => {
    for (const spec of [defaultSpec(), parseSpec([['seed', '5']]).spec, parseSpec([['students', 'layers:9']]).spec]) {
      expect(Object.isFrozen(spec)).toBe(true);
    }
  });
});

describe('what follows from a spec', () => {
  it('the network: 784 pixels, the hidden layers, ten classes and the auxiliary logits', () => {
    expect(networkOf(defaultSpec('paper')).sizes).toEqual([784, 256, 256, 13]);
  });

  it('the steps: full batches and a short last one, once per epoch', () => {
    // 60,000 = 58 · 1024 + 608.
    expect(teacherSteps(defaultSpec('paper'))).toBe(59 * 5);
    expect(studentSteps({ ...defaultSpec('paper'), noiseImages: 1025, studentEpochs: 2 })).toBe(4);
  });

  it('the seeds: consecutive from the first', () => {
    expect(seedsOf({ ...defaultSpec(), seed: 41, seedCount: 3 })).toEqual([41, 42, 43]);
  });

  it('the digits to load: the students’ too only if they are shown digits', () => {
    const spec = { ...defaultSpec(), trainingImages: 500, noiseImages: 2000 };
    expect(imagesNeeded(spec)).toBe(500);
    expect(imagesNeeded({ ...spec, inputs: 'digits' })).toBe(2000);
  });

  it('the student that starts like its teacher, if there is one', () => {
    expect(sharedStudent(defaultSpec())).toBe(0);
    expect(sharedStudent({ ...defaultSpec(), students: [{ mode: 'independent' }, { mode: 'shared' }] })).toBe(1);
    expect(sharedStudent({ ...defaultSpec(), students: [{ mode: 'permuted' }] })).toBe(-1);
  });
});
