// A link says everything a visitor chose, says nothing they did not choose, and never breaks the lab.
import { describe, expect, test } from 'vitest';
import { defaultSpec, DIGITS, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import { ADDRESSES } from './address.ts';
import { readSettings, sameSpec, settingsEntries, withSetting, type Entry, type LabSettings } from './settings.ts';

const defaults = readSettings(DIGITS, []);

function settingsQuery(settings: LabSettings<DigitsSpec>, authored: readonly Entry[] = []): string {
  return ADDRESSES.write('digits', settingsEntries(DIGITS, settings, authored), '');
}

function read(query: string) {
  return readSettings(DIGITS, new URLSearchParams(query));
}

describe('the address', () => {
  test('of the defaults is empty', () => {
    expect(settingsQuery(defaults)).toBe('');
    expect(defaults).toEqual({ spec: defaultSpec(), problems: [] });
  });

  test.each([
    '?v=2&students=shared,permuted',
    '?v=2&preset=paper&seeds=2',
    '?v=2&students=perturbed:0.4,interpolated:0.9&inputs=blurred',
    '?v=2&backend=cpu',
    '?v=2&hidden-layers=32,16&backend=webgpu',
  ])('%s is written as it was read', (query) => {
    expect(read(query).problems).toEqual([]);
    expect(settingsQuery(read(query))).toBe(query);
  });

  test('layers joined by a plus survive, whether the plus is typed or escaped', () => {
    const typed = read('?students=layers:1+head');
    expect(typed.spec.students).toEqual([{ mode: 'layers', layers: ['1', 'head'] }]);
    expect(read(settingsQuery(typed)).spec).toEqual(typed.spec);
  });

  test('of values that cannot be taken gives one sentence each, and clean values', () => {
    const { spec, backend, problems } = read('?seeds=99&colour=red&backend=gpu&students=nonsense');
    expect(problems).toHaveLength(4);
    expect(problems.join(' ')).toContain('“colour” is not a setting');
    expect(spec.seedCount).toBe(32);
    expect(spec.students).toEqual(defaultSpec().students);
    expect(backend).toBeUndefined();
  });

  test('of another version is read, with a warning', () => {
    expect(read('?v=7&seeds=2').problems).toEqual([expect.stringContaining('version 7')]);
  });

  test('says how many seeds there are where somebody said so, be it the usual number', () => {
    expect(settingsQuery(read('?seeds=4'))).toBe('?v=2&seeds=4');
    expect(settingsQuery(withSetting(DIGITS, read('?seeds=8'), ['seeds', '4']))).toBe('?v=2&seeds=4');
    expect(settingsQuery(withSetting(DIGITS, read('?seeds=4'), ['batch', '64']))).toBe('?v=2&batch=64&seeds=4');
    expect(settingsQuery(read('?seeds=many'))).toBe('');
    const authored: Entry[] = [['seeds', '4']];
    expect(settingsQuery(readSettings(DIGITS, authored), authored)).toBe('');
    expect(settingsQuery(readSettings(DIGITS, [...authored, ['seeds', '4']]), authored)).toBe('');
  });

  test('keeps a backend only if it was chosen', () => {
    expect(read('?seeds=2').backend).toBeUndefined();
    expect(read('?backend=auto').backend).toBe('auto');
  });
});

describe('the address of a lab whose author set attributes', () => {
  const authored: Entry[] = [
    ['preset', 'small'],
    ['seeds', '5'],
    ['hidden-layers', '32'],
    ['backend', 'cpu'],
  ];
  const initial = readSettings(DIGITS, authored);
  const query = (name: string, text: string) => settingsQuery(withSetting(DIGITS, initial, [name, text]), authored);

  test('is empty for what the author set', () => {
    expect(settingsQuery(initial, authored)).toBe('');
  });

  test.each([
    ['seeds', '3', '?v=2&seeds=3'],
    ['backend', 'auto', '?v=2&backend=auto'],
    ['batch', '64', '?v=2&batch=64'],
    ['preset', 'quick', '?v=2&preset=quick&hidden-layers=64,64'],
    ['preset', 'paper', '?v=2&preset=paper&hidden-layers=256,256'],
    ['hidden-layers', '64,64', '?v=2&hidden-layers=64,64'],
  ])('says %s=%s although it may be a default, and gives it back', (name, text, address) => {
    expect(query(name, text)).toBe(address);
    const again = readSettings(DIGITS, [...authored, ...new URLSearchParams(address)]);
    expect(again).toEqual(withSetting(DIGITS, initial, [name, text]));
  });
});

test('marks of a campaign are no mistake, any other strange name is', () => {
  expect(read('?utm_source=letter&utm_x=1&fbclid=a&gclid=b&ref=c&seeds=2').problems).toEqual([]);
  expect(read('?refs=1&UTM_source=2').problems).toHaveLength(2);
});

describe('a choice', () => {
  test('changes one setting and leaves the rest', () => {
    const settings = withSetting(DIGITS, withSetting(DIGITS, defaults, ['seeds', '5']), ['backend', 'cpu']);
    expect(settings.spec).toEqual({ ...defaultSpec(), seedCount: 5 });
    expect(settingsQuery(settings)).toBe('?v=2&seeds=5&backend=cpu');
  });

  test('of a preset resets what presets name and keeps students, seeds and inputs', () => {
    const changed = ['hidden-layers:32', 'batch:64', 'students:permuted', 'seeds:4', 'inputs:gaussian'].reduce(
      (settings, pair) => withSetting(DIGITS, settings, pair.split(':', 2) as [string, string]),
      defaults,
    );
    const { spec } = withSetting(DIGITS, changed, ['preset', 'small']);
    const kept: Partial<DigitsSpec> = { students: [{ mode: 'permuted' }], seedCount: 4, inputs: 'gaussian' };
    expect(spec).toEqual({ ...defaultSpec('small'), ...kept });
  });

  test('that cannot be taken is clamped and reported', () => {
    const { spec, problems } = withSetting(DIGITS, defaults, ['auxiliary-logits', '1000']);
    expect(spec.auxiliaryLogits).toBe(100);
    expect(problems).toHaveLength(1);
  });
});

test('two spellings of the same settings are the same run', () => {
  expect(sameSpec(DIGITS, read('?preset=quick&seeds=4').spec, defaultSpec())).toBe(true);
  expect(sameSpec(DIGITS, read('?seeds=3').spec, defaultSpec())).toBe(false);
});

test('the same works for another experiment: a choice of a preset keeps the trait, a list of students keeps its order', () => {
  const chosen = [
    ['trait', 'oak'],
    ['students', 'control,layers:embedding,shared'],
    ['steps', '12'],
    ['preset', 'small'],
  ] as const;
  const settings = chosen.reduce((before, entry) => withSetting(OWLS, before, entry), readSettings(OWLS, []));
  expect(settings.problems).toEqual([]);
  expect(settingsEntries(OWLS, settings)).toEqual([
    ['v', '2'],
    ['preset', 'small'],
    ['trait', 'oak'],
    ['students', 'control,layers:embedding,shared'],
  ]);
});
