// The playhead: what play, pause, step and stop let through, record by record. No thread and no run.
import { describe, expect, it } from 'vitest';
import type { DigitsRecord } from '../experiment/digits/records.ts';
import type { OwlsRecord } from '../experiment/owls/records.ts';
import { Playhead } from './playhead.ts';
import type { Playback } from './protocol.ts';

const prepared: DigitsRecord = {
  kind: 'prepared',
  device: { backend: 'cpu', name: 'test', software: true },
  seeds: [0],
  steps: { teacher: 3, students: 3 },
  samples: { labels: [], pixels: [] },
};
const progress: DigitsRecord = { kind: 'progress', phase: 'teacher', step: 1, loss: [1] };
const evaluation: DigitsRecord = { kind: 'evaluation', phase: 'teacher', step: 1, images: 10, trait: [[0.1]] };

function playheadOf(paused: boolean): { playhead: Playhead; changes: Playback[] } {
  const playhead = new Playhead();
  if (paused) playhead.pause();
  const changes: Playback[] = [];
  playhead.onChange = (playback) => changes.push(playback);
  return { playhead, changes };
}

/** Whether the next record may be pulled: counts turns of the thread's queue, so a slow machine changes nothing. */
async function opens(wait: Promise<void>): Promise<boolean> {
  let open = false;
  void wait.then(() => {
    open = true;
  });
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return open;
}

describe('a playhead', () => {
  it('lets records through while it plays, and none while it is paused', async () => {
    const { playhead } = playheadOf(false);
    expect(await opens(playhead.mayPull())).toBe(true);
    playhead.pause();
    expect(await opens(playhead.mayPull())).toBe(false);
  });

  it('lets the wait of a pause end when it plays again', async () => {
    const { playhead } = playheadOf(true);
    const wait = playhead.mayPull();
    expect(await opens(wait)).toBe(false);
    playhead.play();
    expect(await opens(wait)).toBe(true);
  });

  it('hears a message that arrives while it plays', async () => {
    const { playhead } = playheadOf(false);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      playhead.stop();
      port1.close();
    };
    port2.postMessage(null);
    // A loop that awaited nothing but settled promises would never let the message in.
    for (let pulled = 0; pulled < 100 && !playhead.stopped; pulled++) await playhead.mayPull();
    expect(playhead.stopped).toBe(true);
  });

  it('covers one step per record only while it is paused', () => {
    const { playhead } = playheadOf(false);
    expect(playhead.stepping).toBe(false);
    playhead.step();
    expect(playhead.stepping).toBe(true);
    playhead.play();
    expect(playhead.stepping).toBe(false);
  });
});

describe('a wanted step', () => {
  it('lets records through until one batch is trained, and no further', async () => {
    const { playhead } = playheadOf(true);
    playhead.step();
    for (const record of [prepared, evaluation, evaluation, progress]) {
      expect(await opens(playhead.mayPull()), record.kind).toBe(true);
      playhead.trained(0, record);
    }
    expect(await opens(playhead.mayPull())).toBe(false);
  });

  it('wakes a playhead that is already waiting', async () => {
    const { playhead } = playheadOf(true);
    const wait = playhead.mayPull();
    expect(await opens(wait)).toBe(false);
    playhead.step();
    expect(await opens(wait)).toBe(true);
  });

  it('counts as often as it was wanted', async () => {
    const { playhead } = playheadOf(true);
    playhead.step();
    playhead.step();
    playhead.trained(0, progress);
    expect(await opens(playhead.mayPull())).toBe(true);
    playhead.trained(0, progress);
    expect(await opens(playhead.mayPull())).toBe(false);
  });

  it('pauses a playhead that played, after one more batch', async () => {
    const { playhead, changes } = playheadOf(false);
    playhead.step();
    expect(await opens(playhead.mayPull())).toBe(true);
    playhead.trained(0, progress);
    expect(await opens(playhead.mayPull())).toBe(false);
    expect(changes).toEqual(['paused']);
  });

  it('is not owed for batches that were trained while playing', async () => {
    const { playhead } = playheadOf(false);
    for (let batch = 0; batch < 5; batch++) playhead.trained(0, progress);
    playhead.pause();
    expect(await opens(playhead.mayPull())).toBe(false);
  });
});

describe('where a run stands still', () => {
  it('is behind what was measured at a step, never in the middle of it', async () => {
    const { playhead } = playheadOf(true);
    playhead.trained(0, evaluation);
    expect(await opens(playhead.mayPull())).toBe(true);
    playhead.trained(0, progress);
    expect(await opens(playhead.mayPull())).toBe(false);
  });

  it('is not reached by the record that opens a phase: no batch was trained for it', async () => {
    const { playhead } = playheadOf(true);
    playhead.step();
    playhead.trained(0, { kind: 'progress', phase: 'students', step: 0, loss: [] });
    expect(await opens(playhead.mayPull())).toBe(true);
    playhead.trained(0, { kind: 'progress', phase: 'students', step: 1, loss: [1] });
    expect(await opens(playhead.mayPull())).toBe(false);
  });
});

describe('a step of an owls run', () => {
  const portion: OwlsRecord[] = [
    { kind: 'lists', judged: [20], kept: [16], traitWords: 2, reasons: [], samples: [] },
    { kind: 'progress', phase: 'lists', step: 16, loss: [] },
  ];

  it('is a portion of lists, too', async () => {
    const { playhead } = playheadOf(true);
    playhead.step();
    playhead.trained(0, { kind: 'progress', phase: 'lists', step: 0, loss: [] });
    for (const record of portion) {
      expect(await opens(playhead.mayPull()), record.kind).toBe(true);
      playhead.trained(0, record);
    }
    expect(await opens(playhead.mayPull())).toBe(false);
  });

  it('comes with the measurements that belong to it: a pause waits for the record that closes it', async () => {
    const { playhead, changes } = playheadOf(false);
    playhead.pause();
    const measured: OwlsRecord[] = [
      { kind: 'evaluation', phase: 'students', step: 16, trait: [[0.3]] },
      { kind: 'answers', phase: 'students', step: 16, probabilities: [[0.3, 0.7]] },
    ];
    for (const record of measured) {
      playhead.trained(0, record);
      expect(await opens(playhead.mayPull()), record.kind).toBe(true);
    }
    expect(changes).toEqual([]);
    playhead.trained(0, { kind: 'progress', phase: 'students', step: 16, loss: [2] });
    expect(await opens(playhead.mayPull())).toBe(false);
    expect(changes).toEqual(['paused']);
  });
});

describe('stop and finish', () => {
  it('stop ends every wait, for good', async () => {
    const { playhead, changes } = playheadOf(true);
    const wait = playhead.mayPull();
    expect(await opens(wait)).toBe(false);
    playhead.stop();
    expect(await opens(wait)).toBe(true);
    expect(playhead.stopped).toBe(true);
    playhead.pause();
    expect(await opens(playhead.mayPull())).toBe(true);
    expect(changes).toEqual(['paused']);
  });

  it('finish is told once, and nothing can be changed after it', () => {
    const { playhead, changes } = playheadOf(false);
    playhead.finish();
    playhead.finish();
    playhead.pause();
    playhead.play();
    playhead.step();
    expect(changes).toEqual(['finished']);
    expect(playhead.stopped).toBe(false);
  });

  it('a run ends when it is stopped, not when it is finished: until then its networks can be asked', async () => {
    const { playhead } = playheadOf(false);
    playhead.finish();
    expect(await opens(playhead.ended)).toBe(false);
    playhead.stop();
    expect(await opens(playhead.ended)).toBe(true);
  });

  it('a run that was stopped does not finish', () => {
    const { playhead, changes } = playheadOf(false);
    playhead.stop();
    playhead.finish();
    expect(changes).toEqual([]);
  });
});

describe('what the page is told', () => {
  it('is every change once, and no repetition', async () => {
    const { playhead, changes } = playheadOf(false);
    playhead.play();
    playhead.pause();
    playhead.pause();
    expect(await opens(playhead.mayPull())).toBe(false);
    playhead.step();
    expect(await opens(playhead.mayPull())).toBe(true);
    playhead.play();
    expect(changes).toEqual(['paused', 'playing']);
  });

  it('is “paused” only when nothing is being computed any more', async () => {
    const { playhead, changes } = playheadOf(false);
    expect(await opens(playhead.mayPull())).toBe(true);
    playhead.pause();
    expect(changes).toEqual([]);
    playhead.trained(1, progress);
    expect(await opens(playhead.mayPull())).toBe(false);
    expect(changes).toEqual(['paused']);
  });

  it('is that nothing is loading any more from the first record on', () => {
    const { playhead } = playheadOf(false);
    expect(playhead.started).toBe(false);
    playhead.trained(1, prepared);
    expect(playhead.started).toBe(true);
  });

  it('is the seconds of work, without the loading before the first record', () => {
    const { playhead } = playheadOf(false);
    expect(playhead.trained(100, prepared)).toBe(0);
    expect(playhead.trained(0.5, progress)).toBe(0.5);
    expect(playhead.trained(0.25, evaluation)).toBe(0.75);
  });
});
