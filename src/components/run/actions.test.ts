// Few buttons, clear words: what stands where in every state of a run.
import { expect, test } from 'vitest';
import { defaultSpec } from '../../experiment/digits/spec.ts';
import { emptyDigits } from '../digits/state.ts';
import { buttonsOf, situationOf, SITUATION_NAMES, type Situation } from './actions.ts';

const CASES = SITUATION_NAMES.flatMap((situation) =>
  [false, true].flatMap((stale) => [false, true].map((atLast) => ({ situation, stale, atLast }))),
);

const all = (situation: Situation, options: { stale: boolean; atLast: boolean }) => {
  const { start, moves } = buttonsOf(situation, options);
  return [...(start ? [start] : []), ...moves];
};

/** "Start over · *Pause · Step": the one that stands out with a star. */
const words = (situation: Situation, stale = false, atLast = false) =>
  all(situation, { stale, atLast })
    .map(({ label, primary }) => `${primary ? '*' : ''}${label}`)
    .join(' · ');

test.each(CASES)(
  'in $situation (stale: $stale, last resort: $atLast) one button at most stands out, none is there twice',
  (row) => {
    const buttons = all(row.situation, row);
    const inAlert = row.situation === 'failed' && !row.stale;
    expect(buttons.filter(({ primary }) => primary)).toHaveLength(row.situation === 'searching' || inAlert ? 0 : 1);
    expect(new Set(buttons.map(({ label }) => label)).size).toBe(buttons.length);
    expect(new Set(buttons.map(({ does }) => does)).size).toBe(buttons.length);
  },
);

test('one word never stands for two things', () => {
  const meanings = new Map<string, Set<string>>();
  for (const { situation, ...options } of CASES) {
    for (const { label, does } of all(situation, options)) {
      meanings.set(label, (meanings.get(label) ?? new Set()).add(does));
    }
  }
  for (const [label, actions] of meanings) expect([...actions], label).toHaveLength(1);
});

test.each([
  ['searching', ''],
  ['idle', '*Run it live'],
  ['loading', 'Start over · *Pause · Stop'],
  ['waiting', 'Start over · *Resume · Stop'],
  ['playing', 'Start over · *Pause · Step'],
  ['paused', 'Start over · *Resume · Step'],
  ['finished', '*Run it again'],
  ['failed', ''],
] as const)('in %s the buttons are %j', (situation, buttons) => {
  expect(words(situation)).toBe(buttons);
});

test('with other settings in the controls the way to run them stands out, and what goes on can still be stopped', () => {
  expect(words('idle', true)).toBe('*Run with these settings');
  expect(words('playing', true)).toBe('*Run with these settings · Pause · Step');
  expect(words('loading', true)).toBe('*Run with these settings · Pause · Stop');
  expect(words('failed', true)).toBe('*Run with these settings');
});

test('who would wait for plain JavaScript is told before starting', () => {
  expect(words('idle', false, true)).toBe('*Run it live in plain JavaScript');
  expect(words('finished', false, true)).toBe('*Run it again');
});

test('a run is what it says it is', () => {
  const live = emptyDigits(defaultSpec(), 'live');
  expect(situationOf(emptyDigits(defaultSpec()), false)).toBe('searching');
  expect(situationOf(emptyDigits(defaultSpec()), true)).toBe('idle');
  expect(situationOf(emptyDigits(defaultSpec(), 'recorded', 'finished'), true)).toBe('idle');
  expect(situationOf(live, false)).toBe('loading');
  expect(situationOf({ ...live, playback: 'paused' }, true)).toBe('waiting');
  const failure = { code: 'internal', message: '', detail: '' } as const;
  expect(situationOf({ ...live, failure }, true)).toBe('failed');
});
