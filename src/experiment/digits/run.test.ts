// The run of the digits experiment on the CPU: what it reports, in which order, and what it does not depend on.
import { beforeAll, describe, expect, it } from 'vitest';
import { noiseImage } from './noise.ts';
import type { DigitsRecord, DigitsResult, EvaluationRecord } from './records.ts';
import { run, type Checkpoint } from './run.ts';
import { defaultSpec, studentSteps, teacherSteps, type DigitsSpec } from './spec.ts';
import { syntheticDigits } from './synthetic-digits-fixture.ts';
import { permuted, STREAM } from '../random.ts';
import { RunError } from '../records/run-error.ts';
import { batchAt, type MlpProcessor } from '../processor/mlp-processor.ts';
import { createCpuProcessor } from '../../cpu/processor.ts';

const source = syntheticDigits(200);

/** 5 + 5 and 7 + 7 steps, with short last batches. */
const tiny: DigitsSpec = {
  ...defaultSpec(),
  hidden: [6],
  auxiliaryLogits: 4,
  trainingImages: 115,
  teacherEpochs: 2,
  noiseImages: 160,
  studentEpochs: 2,
  batch: 25,
  learningRate: 1e-2,
  seedCount: 1,
};

const EVALUATED = [0, 2, 4, 6, 7, 9, 11, 13, 14];

async function recordsOf(
  spec: DigitsSpec,
  { pace = 7, from, keep }: { pace?: number; from?: Checkpoint; keep?: (checkpoint: Checkpoint) => void } = {},
): Promise<DigitsRecord[]> {
  const environment = {
    processor: createCpuProcessor('f32'),
    source,
    pace: () => pace,
    ...(keep && { checkpoint: keep }),
  };
  const records: DigitsRecord[] = [];
  for await (const record of run(spec, environment, from)) records.push(record);
  return records;
}

function resultOf(records: readonly DigitsRecord[]): DigitsResult {
  const last = records.at(-1);
  if (last?.kind !== 'complete') throw new Error('the run did not complete');
  return last.result;
}

function evaluationsOf(records: readonly DigitsRecord[]): EvaluationRecord[] {
  return records.filter((record) => record.kind === 'evaluation');
}

/** The error a run ends with. */
async function failureOf(records: Promise<unknown>): Promise<unknown> {
  return records.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('the records of a run', () => {
  let records: DigitsRecord[];
  beforeAll(async () => {
    records = await recordsOf(tiny);
  });

  it('begin with what is about to happen and end with the result', () => {
    const kinds = records.map(({ kind }) => kind);
    expect(kinds[0]).toBe('prepared');
    expect(kinds.at(-1)).toBe('complete');
    expect(kinds.filter((kind) => kind === 'prepared' || kind === 'complete')).toHaveLength(2);
  });

  it('announce the steps, the seeds and one test digit of each class', () => {
    const [first] = records;
    expect(first).toMatchObject({ seeds: [0], steps: { teacher: teacherSteps(tiny), students: studentSteps(tiny) } });
    if (first?.kind !== 'prepared') throw new Error('not prepared');
    expect(first.samples.labels).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(first.samples.pixels.map((pixels) => pixels.length)).toEqual(Array(10).fill(784));
  });

  it('show the reference before the first step of the teacher', () => {
    const first = evaluationsOf(records)[0]!;
    expect(records.indexOf(first)).toBeLessThan(records.findIndex(({ kind }) => kind === 'progress'));
    expect(first).toMatchObject({ phase: 'teacher', step: 0, trait: [resultOf(records).reference] });
  });

  it('tell of all steps of the teacher, then of all steps of the students', () => {
    const steps = records.flatMap((record) => (record.kind === 'progress' ? [`${record.phase} ${record.step}`] : []));
    const all = (phase: string, count: number) => Array.from({ length: count + 1 }, (_, step) => `${phase} ${step}`);
    // About five evaluations an epoch: after each step of five, after every second and the last of seven.
    expect(steps).toEqual([...all('teacher', 10), ...EVALUATED.map((step) => `students ${step}`)]);
  });

  it('evaluate at the start, at the end of every epoch, and on all test digits at the very end', () => {
    const steps = (phase: string) =>
      evaluationsOf(records).flatMap((record) => (record.phase === phase ? [record.step] : []));
    expect(steps('teacher')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 0]);
    expect(steps('students')).toEqual([...EVALUATED, 14]);
  });

  it('give one loss and one accuracy per student and seed', async () => {
    const several = await recordsOf({ ...tiny, seedCount: 2, students: [...tiny.students, { mode: 'permuted' }] });
    for (const record of several) {
      if (record.kind === 'progress' && record.step > 0) {
        expect(record.loss).toHaveLength(record.phase === 'teacher' ? 2 : 6);
      }
      if (record.kind === 'evaluation') {
        expect(record.trait.map((perSeed) => perSeed.length)).toEqual(record.phase === 'teacher' ? [2] : [2, 2, 2]);
      }
    }
    expect(resultOf(several).students.map(({ student }) => student)).toEqual(['shared', 'independent', 'permuted']);
  });

  it('show an image the students really trained on, and their logits in a range of their own', () => {
    const seen = records.filter((record) => record.kind === 'seen');
    expect(seen.map(({ step }) => step)).toEqual(EVALUATED);
    for (const { step, image, pixels, teacher, students } of seen) {
      // The first row of the newest batch; before the first step, of the batch to come.
      const { epoch, first } = batchAt(tiny.noiseImages, tiny.batch, Math.max(0, step - 1));
      expect(image).toBe(permuted(tiny.seed, STREAM.studentOrder, epoch, tiny.noiseImages, first));
      const drawn = noiseImage('uniform', tiny.seed, image, new Float32Array(784));
      expect(pixels).toEqual(Array.from(drawn, (value) => Math.round(value * 127.5 + 127.5)));
      expect([teacher, ...students].map((logits) => logits.length)).toEqual([4, 4, 4]);
    }
  });

  it('measure right behind the steps, before anybody waits for their losses', async () => {
    const processor = createCpuProcessor('f32');
    const cpu = processor.mlps;
    const events: string[] = [];
    const mlps: MlpProcessor = {
      ...cpu,
      networks: async (...given) => {
        const networks = await cpu.networks(...given);
        const confusion = networks.confusion.bind(networks);
        return Object.assign(networks, {
          confusion: (...asked: Parameters<typeof confusion>) => {
            events.push('measures');
            return confusion(...asked);
          },
        });
      },
      training: async (...given) => {
        const training = await cpu.training(...given);
        const advance = training.advance.bind(training);
        return Object.assign(training, {
          advance: async (...asked: Parameters<typeof advance>) => {
            const metrics = await advance(...asked);
            events.push('losses');
            return metrics;
          },
        });
      },
    };
    for await (const _ of run(tiny, { processor: { ...processor, mlps }, source, pace: () => 7 }));
    const phase = (stops: number) => ['measures', ...Array(stops).fill(['measures', 'losses']).flat()];
    expect(events).toEqual([...phase(10), ...phase(8), ...Array(3).fill('measures')]);
  });

  it('are plain JSON', () => {
    expect(JSON.parse(JSON.stringify(records))).toEqual(records);
  });
});

describe('what a run computes', () => {
  it('does not depend on the pace of its records', async () => {
    const paces = await Promise.all([1, 2, 7, 1000].map((pace) => recordsOf(tiny, { pace })));
    const numbers = paces.map((records) => records.filter(({ kind }) => kind !== 'progress'));
    for (const other of numbers.slice(1)) expect(other).toEqual(numbers[0]);
  });

  it('is the same for a seed alone as for the seed among others', async () => {
    const alone = resultOf(await recordsOf({ ...tiny, seed: 3, seedCount: 1 }));
    const among = resultOf(await recordsOf({ ...tiny, seed: 2, seedCount: 3 }));
    expect([alone.reference, alone.teacher, alone.teacherDistance]).toEqual(
      [among.reference, among.teacher, among.teacherDistance].map((perSeed) => [perSeed[1]]),
    );
    alone.students.forEach(({ student, ...lists }, index) => {
      const { student: same, ...others } = among.students[index]!;
      expect(same).toBe(student);
      for (const key of Object.keys(lists) as (keyof typeof lists)[]) expect(lists[key], key).toEqual([others[key][1]]);
    });
  });

  it('is the same for a student alone as for the student among others', async () => {
    const [, independent] = resultOf(await recordsOf(tiny)).students;
    const alone = resultOf(await recordsOf({ ...tiny, students: [{ mode: 'independent' }] }));
    expect(alone.students).toEqual([independent]);
  });

  it('is the same from any checkpoint on as without an interruption', async () => {
    const checkpoints: Checkpoint[] = [];
    const whole = resultOf(await recordsOf(tiny, { keep: (checkpoint) => checkpoints.push(checkpoint) }));
    expect(checkpoints.map(({ teacher, students }) => [teacher.step, students?.step])).toEqual([
      [5, undefined],
      [10, undefined],
      [10, 7],
      [10, 14],
    ]);
    for (const from of checkpoints) {
      const records = await recordsOf(tiny, { from });
      expect(resultOf(records)).toEqual(whole);
      const [next] = records.filter((record) => record.kind === 'progress' && record.step > 0);
      const expected = from.students?.step === 14 ? undefined : from.teacher.step < 10 ? 6 : from.students ? 9 : 2;
      expect(next?.kind === 'progress' ? next.step : undefined).toBe(expected);
    }
  });
});

describe('a run that ends early', () => {
  it('names the step at which a learning rate of a million blew up, at any pace', async () => {
    const failures = await Promise.all(
      [1, 7].map((pace) => failureOf(recordsOf({ ...tiny, learningRate: 1e6 }, { pace }))),
    );
    for (const failure of failures) {
      if (!(failure instanceof RunError)) throw failure;
      expect(failure.code).toBe('not-finite');
      // The loss before the first step is that of the reference.
      expect(failure.message).toMatch(/stopped at step 2 of the teacher/);
      expect(failure.message).toMatch(/smaller learning rate than 1000000 will help/);
    }
  });

  it('can be left at any record', async () => {
    for (const enough of [1, 2, 5, 20]) {
      const records = run(tiny, { processor: createCpuProcessor('f32'), source, pace: () => 1 });
      for (let pulled = 0; pulled < enough; pulled++) expect((await records.next()).done).toBe(false);
      await records.return(undefined);
      expect(await records.next()).toEqual({ done: true, value: undefined });
    }
  });

  it('trains on while the last test digits are missing, and says so when it needs them', async () => {
    const incomplete = {
      images: async (split: 'train' | 'test', count: number) => {
        if (count > 1000) throw new RunError('data-missing', 'The digits are incomplete.');
        return source.images(split, count);
      },
    };
    const kinds: string[] = [];
    const pull = async () => {
      const environment = { processor: createCpuProcessor('f32'), source: incomplete, pace: () => 7 };
      for await (const { kind } of run(tiny, environment)) kinds.push(kind);
    };
    expect(await failureOf(pull())).toMatchObject({ code: 'data-missing' });
    expect(kinds.at(-1)).toBe('progress');
    expect(kinds).not.toContain('complete');
  });
});
