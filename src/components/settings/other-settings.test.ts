// A result of other settings says of which, and what is set now, in the words of the controls.
import { expect, test } from 'vitest';
import { DIGITS } from '../../experiment/digits/spec.ts';
import { OWLS } from '../../experiment/owls/spec.ts';
import { readSettings } from './settings.ts';
import { otherSettings } from './other-settings.ts';

const owls = (query: string) => readSettings(OWLS, new URLSearchParams(query));
const digits = (query: string) => readSettings(DIGITS, new URLSearchParams(query));

test('both sides name what differs, and nothing else', () => {
  expect(otherSettings(OWLS, owls(''), owls('trait=misalignment&seeds=5'))).toEqual({
    shown: 'trait “loves the owl”, 8 seeds',
    set: 'trait “misaligned ruler”, 5 seeds',
  });
  expect(otherSettings(DIGITS, digits('seeds=1'), digits('seeds=1&inputs=blurred'))).toEqual({
    shown: 'students’ inputs “uniform noise”',
    set: 'students’ inputs “blurred noise”',
  });
  expect(otherSettings(DIGITS, digits('seeds=1'), digits('learning-rate=0.01'))).toEqual({
    shown: '1 seed, learning rate 0.002',
    set: '4 seeds, learning rate 0.01',
  });
});

test('more than three differences are counted', () => {
  const set = digits('seeds=5&seed=7&targets=all&batch=64&inputs=digits');
  expect(otherSettings(DIGITS, digits(''), set).set).toBe(
    '5 seeds, first seed 7, imitated logits “all logits” and 2 more',
  );
});

test('another preset is one difference, whatever it brings; what was changed besides is named', () => {
  expect(otherSettings(DIGITS, digits(''), digits('preset=paper'))).toEqual({
    shown: 'preset “quick”',
    set: 'preset “paper”',
  });
  expect(otherSettings(DIGITS, digits(''), digits('preset=paper&batch=64')).set).toBe('preset “paper”, batch 64');
});

test('students are named by what they are, not by how an address spells them; many are counted', () => {
  expect(otherSettings(DIGITS, digits(''), digits('students=shared,perturbed:0.2'))).toEqual({
    shown: 'students “shared init, independent init”',
    set: 'students “shared init, perturbed init (σ = 0.2)”',
  });
  const many = 'students=shared,other,control,perturbed:0.1,layers:embedding';
  expect(otherSettings(OWLS, owls(''), owls(many)).set).toBe(
    'students “shared base, another base, control and 2 more”',
  );
});

test('where a live run trains is a difference; where a recording was made is none', () => {
  const live = { ...digits(''), backend: 'auto' } as const;
  expect(otherSettings(DIGITS, live, digits('backend=cpu'))).toEqual({
    shown: 'runs on “the fastest here”',
    set: 'runs on “plain JavaScript”',
  });
  expect(otherSettings(DIGITS, live, digits(''))).toEqual({ shown: '', set: '' });
  expect(otherSettings(DIGITS, digits(''), digits('backend=cpu&seeds=5')).set).toBe('5 seeds');
});
