// A lab trains only while somebody can see it, shows only its newest decision, and ends with its page.
import { describe, expect, test } from 'vitest';
import { after, UNBORN, type Deed, type Life, type LifeEvent } from './life.ts';

const joined: LifeEvent = { kind: 'joined' };
const looked: LifeEvent = { kind: 'looked' };
const seen: LifeEvent = { kind: 'seen' };
const started: LifeEvent = { kind: 'started' };
const hidden = (underWay: boolean): LifeEvent => ({ kind: 'hidden', underWay });
const found = (look: number, first: 'live' | 'recorded', visible = true): LifeEvent => ({
  kind: 'found',
  look,
  first,
  visible,
});

/** What a lab does in the course of these events; what it starts has started. */
function deeds(...events: LifeEvent[]): { readonly life: Life; readonly done: Deed[] } {
  let life = UNBORN;
  const done: Deed[] = [];
  for (const event of events) {
    const turn = after(life, event);
    life = turn.life;
    if (turn.deed) done.push(turn.deed);
    if (turn.deed === 'start') life = after(life, started).life;
  }
  return { life, done };
}

describe('a first look', () => {
  test('starts at once where somebody sees it', () => {
    expect(deeds(joined, looked, found(1, 'live'))).toMatchObject({ done: ['start'], life: { stage: 'resting' } });
  });

  test('waits for a reader where nobody does, however often the page is hidden meanwhile', () => {
    const waiting = deeds(joined, looked, found(1, 'live', false), hidden(false));
    expect(waiting).toMatchObject({ done: [], life: { stage: 'wanted' } });
    expect(deeds(joined, looked, found(1, 'live', false), hidden(false), seen).done).toEqual(['start']);
  });

  test('shows the recorded run, seen or not, and starts nothing later', () => {
    expect(deeds(joined, looked, found(1, 'recorded', false), seen).done).toEqual(['recall']);
  });

  test('that comes late is outdone by a newer one, by a start and by the end', () => {
    expect(deeds(joined, looked, looked, found(1, 'live'), found(2, 'recorded')).done).toEqual(['recall']);
    expect(deeds(joined, looked, started, found(1, 'recorded')).done).toEqual([]);
    expect(deeds(joined, looked, { kind: 'left' }, found(1, 'live')).done).toEqual([]);
    expect(deeds(joined, looked, { kind: 'left' }, joined, found(1, 'live')).done).toEqual([]);
  });
});

describe('a run', () => {
  const running = [joined, looked, found(1, 'live')] as const;

  test('sleeps while nobody sees it and wakes with a reader, once', () => {
    expect(deeds(...running, hidden(true), seen, seen).done).toEqual(['start', 'pause', 'play']);
  });

  test('that a visitor paused is neither put to sleep nor woken', () => {
    expect(deeds(...running, { kind: 'paused' }, hidden(false), seen).done).toEqual(['start']);
    expect(deeds(...running, hidden(true), { kind: 'paused' }, seen).done).toEqual(['start', 'pause']);
  });

  test('started anew in its sleep stays awake', () => {
    expect(deeds(...running, hidden(true), started, seen).done).toEqual(['start', 'pause']);
  });

  test('that sleeps gives way to what is wanted next', () => {
    expect(deeds(...running, hidden(true), looked, found(3, 'live', false), seen).done).toEqual([
      'start',
      'pause',
      'start',
    ]);
    expect(deeds(...running, hidden(true), looked, found(3, 'recorded'), seen).done, 'if nothing is recorded').toEqual([
      'start',
      'pause',
      'recall',
      'play',
    ]);
    expect(deeds(...running, hidden(true), hidden(false), seen).done, 'paused by somebody else').toEqual([
      'start',
      'pause',
    ]);
  });

  test('makes its visitor want the next one live, unless it was given up', () => {
    expect(deeds(...running).life.livened).toBe(true);
    expect(deeds(...running, { kind: 'stopped', live: false }).life.livened).toBe(false);
    expect(deeds(...running, hidden(true), { kind: 'stopped', live: true }, seen).done).toEqual(['start', 'pause']);
  });

  test('ends with the page, and nothing wakes it', () => {
    const left = [...running, hidden(true), { kind: 'left' }, seen, hidden(true)] as const;
    expect(deeds(...left)).toMatchObject({ done: ['start', 'pause'], life: { stage: 'apart' } });
  });
});
