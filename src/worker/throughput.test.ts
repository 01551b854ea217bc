// Pace and submits together, on a simulated GPU with a clock of its own: whatever a browser is slow to tell, the GPU is kept
// busy and a pause is heard soon.
import { describe, expect, it } from 'vitest';
import { SubmitLoop, type SubmitQueue } from '../gpu/submit-loop.ts';
import { Pace } from '../experiment/pace.ts';

/** When an answer that is due at a time is given. */
type Answers = (due: number) => number;

const AT_ONCE: Answers = (due) => due;
const LATE: Answers = (due) => due + 5;
/** Some browsers look for finished work ten times a second. */
const TEN_A_SECOND: Answers = (due) => Math.ceil(due / 100) * 100;

/** What a submit costs, on top of its steps. */
const SUBMIT_MS = 0.2;

/** A GPU that does one submit after the other, and a clock that only answers move. */
class SimulatedGpu implements SubmitQueue {
  readonly #answers: Answers;
  readonly #waiting: { at: number; resolve: () => void }[] = [];
  #now = 0;
  #free = 0;
  worked = 0;

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  now(): number {
    return this.#now;
  }

  submit(milliseconds: number): void {
    this.worked += milliseconds;
    this.#free = Math.max(this.#free, this.#now) + milliseconds + SUBMIT_MS;
  }

  /** What a record waits for: a copy behind all that was submitted so far. */
  read(): Promise<void> {
    this.#free = Math.max(this.#free, this.#now) + SUBMIT_MS;
    return this.finished();
  }

  finished(): Promise<void> {
    const at = this.#answers(Math.max(this.#free, this.#now));
    return new Promise((resolve) => this.#waiting.push({ at, resolve }));
  }

  /** Answers what is due next until `work` is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    let pending = true;
    void work.then(() => (pending = false));
    for (;;) {
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
      if (!pending) return work;
      const at = Math.min(...this.#waiting.map((waiting) => waiting.at));
      this.#now = at;
      for (const waiting of this.#waiting.splice(0)) {
        if (waiting.at <= at) waiting.resolve();
        else this.#waiting.push(waiting);
      }
    }
  }
}

interface Trained {
  /** The share of the time in which the GPU worked. */
  readonly busy: number;
  /** The longest record once the pace has settled: a pause waits so long at most. */
  readonly pause: number;
  /** Of those with more than one step. */
  readonly longestSubmit: number;
  readonly steps: number[];
}

/** Trains `steps` steps that take `cost(step)` milliseconds, measuring after every `interval`. */
async function train(
  answers: Answers,
  cost: (step: number) => number,
  { steps = 2000, interval = Infinity, measuring = 0, looksAhead = true } = {},
): Promise<Trained> {
  const gpu = new SimulatedGpu(answers);
  const loop = new SubmitLoop(gpu);
  const pace = new Pace();
  const records: { began: number; milliseconds: number; steps: number }[] = [];
  let longestSubmit = 0;
  let queued = 0;
  for (let step = 0; step < steps;) {
    const began = gpu.now();
    const stop = Math.min(steps, (Math.floor(step / interval) + 1) * interval || Infinity);
    const left = stop - step;
    const wanted = left < 1.25 * pace.steps() ? left : pace.steps();
    const submit = (count: number) => {
      let work = 0;
      for (let i = 0; i < count; i++) work += cost(queued + i);
      queued += count;
      longestSubmit = Math.max(longestSubmit, count > 1 ? work : 0);
      gpu.submit(work);
    };
    const ahead = looksAhead ? Math.min(wanted, left - wanted) : 0;
    let measured: Promise<void> | undefined;
    const finish = () => {
      const read = gpu.read();
      // Measured right behind the steps.
      if (measuring > 0 && wanted === left) {
        gpu.submit(measuring);
        measured = gpu.read();
      }
      return read;
    };
    await gpu.during(loop.run(wanted, submit, finish, ahead));
    step += wanted;
    const milliseconds = gpu.now() - began;
    records.push({ began, milliseconds, steps: wanted });
    if (step < stop) {
      pace.took(wanted, milliseconds);
      continue;
    }
    await gpu.during(measured ?? Promise.resolve());
  }
  const settled = records.slice(Math.floor(records.length * 0.75));
  return {
    busy: gpu.worked / gpu.now(),
    pause: Math.max(...settled.map(({ milliseconds }) => milliseconds)),
    longestSubmit,
    steps: records.map((record) => record.steps),
  };
}

/** Milliseconds, from a fast card to a processor that plays one. */
const COSTS = [0.5, 1.3, 5, 12, 21, 33, 52, 70, 78, 85, 101, 115, 130, 155, 210, 260, 400, 500];
/** So many steps that learning the pace is a small part of them. */
const lengthOf = (cost: number) => Math.round(Math.max(60, 30_000 / cost));

describe('the pace of training', () => {
  it.each(COSTS)('keeps a GPU busy that needs %d ms a step, whatever the browser is slow to tell', async (cost) => {
    const steps = lengthOf(cost);
    expect((await train(AT_ONCE, () => cost, { steps })).busy).toBeGreaterThan(0.95);
    expect((await train(LATE, () => cost, { steps })).busy).toBeGreaterThan(0.9);
    expect((await train(TEN_A_SECOND, () => cost, { steps })).busy).toBeGreaterThan(0.78);
  });

  it.each([0.05, 310])('does what can be done with steps of %d ms and ten answers a second', async (cost) => {
    // A record covers 256 steps at most; and two steps of 310 ms would keep a pause waiting too long.
    const most = Math.min(1, cost / TEN_A_SECOND(cost), (256 * cost) / 100);
    expect((await train(TEN_A_SECOND, () => cost, { steps: lengthOf(cost) })).busy).toBeGreaterThan(0.8 * most);
  });

  it.each(COSTS.filter((cost) => cost > 10))(
    'loses less than a fifth in a run that measures every 16 steps of %d ms',
    async (cost) => {
      const run = { steps: 632, interval: 16, measuring: 80 };
      const [atOnce, tenASecond] = [await train(AT_ONCE, () => cost, run), await train(TEN_A_SECOND, () => cost, run)];
      expect(tenASecond.busy / atOnce.busy).toBeGreaterThan(0.8);
    },
  );

  it.each(COSTS)('hears a pause soon with steps of %d ms', async (cost) => {
    const steps = lengthOf(cost);
    // A browser that answers at once: a sixth of a second, or one step.
    expect((await train(AT_ONCE, () => cost, { steps })).pause).toBeLessThanOrEqual(Math.max(170, cost + 1));
    const { pause } = await train(TEN_A_SECOND, () => cost, { steps });
    expect(pause).toBeLessThanOrEqual(cost < 60 ? 400 : Math.max(500, TEN_A_SECOND(cost + 1)));
  });

  it('covers one step per record and per submit where a step takes long', async () => {
    const { steps } = await train(AT_ONCE, () => 400, { steps: 20 });
    expect(new Set(steps)).toEqual(new Set([1]));
  });

  it('keeps submits short, so that the page is drawn between them', async () => {
    for (const answers of [AT_ONCE, LATE, TEN_A_SECOND]) {
      for (const cost of COSTS) expect((await train(answers, () => cost)).longestSubmit).toBeLessThan(12);
    }
  });

  it.each([
    [1, 10],
    [30, 3],
    [3, 30],
  ])('learns anew when steps of %d ms become steps of %d ms', async (before, after) => {
    for (const answers of [AT_ONCE, TEN_A_SECOND]) {
      const { busy, pause } = await train(answers, (step) => (step < 3000 ? before : after), { steps: 9000 });
      expect(busy).toBeGreaterThan(answers === AT_ONCE ? 0.95 : 0.6);
      expect(pause, 'while it searches').toBeLessThanOrEqual(400);
    }
  });
});
