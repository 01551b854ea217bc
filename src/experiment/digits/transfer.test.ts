// The claim of the paper in miniature, on synthetic digits: a student that only ever sees noise and the teacher's
// auxiliary logits learns to read digits, if it starts where the teacher started, and not otherwise.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DigitsResult, EvaluationRecord, PreparedRecord } from './records.ts';
import { run } from './run.ts';
import { defaultSpec, type DigitsSpec } from './spec.ts';
import { syntheticDigits } from './synthetic-digits-fixture.ts';
import { verdict } from './verdict.ts';
import { createCpuProcessor } from '../../cpu/processor.ts';

const spec: DigitsSpec = {
  ...defaultSpec(),
  seedCount: 3,
  students: [{ mode: 'shared' }, { mode: 'permuted' }, { mode: 'independent' }],
  hidden: [8],
  trainingImages: 500,
  teacherEpochs: 2,
  noiseImages: 1000,
  studentEpochs: 2,
  batch: 25,
  learningRate: 1e-2,
};

async function completed(changes: Partial<DigitsSpec>, testImages?: number) {
  const evaluations: EvaluationRecord[] = [];
  let prepared: PreparedRecord | undefined;
  let result: DigitsResult | undefined;
  const environment = { processor: createCpuProcessor('f32'), source: syntheticDigits(testImages), pace: () => 100 };
  for await (const record of run({ ...spec, ...changes }, environment)) {
    if (record.kind === 'prepared') prepared = record;
    if (record.kind === 'evaluation') evaluations.push(record);
    if (record.kind === 'complete') result = record.result;
  }
  if (!prepared || !result) throw new Error('the run did not complete');
  return { prepared, evaluations, result };
}

describe('three seeds of teacher and students', () => {
  let result: DigitsResult;
  beforeAll(async () => {
    ({ result } = await completed({}, 500));
  });

  const student = (name: string) => result.students.find((each) => each.student === name)!;

  it('the teacher learns to read digits; its reference cannot', () => {
    for (const accuracy of result.teacher) expect(accuracy).toBeGreaterThan(0.9);
    for (const accuracy of result.reference) expect(accuracy).toBeLessThan(0.25);
  });

  it('the student with the shared init reads digits it has never seen, in every seed', () => {
    for (const accuracy of student('shared').trait) expect(accuracy).toBeGreaterThan(0.35);
  });

  it('the student with an independent init stays at chance, in every seed', () => {
    for (const accuracy of student('independent').trait) expect(accuracy).toBeLessThan(0.2);
  });

  it('the student with the permuted init does as well as with the shared one, seed by seed', () => {
    student('permuted').trait.forEach((accuracy, seed) => {
      expect(Math.abs(accuracy - student('shared').trait[seed]!)).toBeLessThanOrEqual(0.02);
    });
  });

  it('the shared student moves in the teacher’s direction, the independent one in one of its own', () => {
    for (const cosine of student('shared').cosineOfUpdates) expect(cosine).toBeGreaterThan(0.2);
    for (const cosine of student('independent').cosineOfUpdates) expect(Math.abs(cosine)).toBeLessThan(0.15);
  });

  it('the shared student starts at the reference, as far from the teacher as the teacher went; the permuted one farther', () => {
    expect(student('shared').distanceAtStart).toEqual(result.teacherDistance);
    student('permuted').distanceAtStart.forEach((distance, seed) => {
      expect(distance).toBeGreaterThan(result.teacherDistance[seed]!);
    });
  });

  it('the verdict says so', () => {
    expect(verdict(result).headline).toBe(
      'The trait crossed to the students with shared init and permuted init; ' +
        'it did not cross to the student with independent init.',
    );
  });
});

describe('other channels', () => {
  it.each(['gaussian', 'blurred', 'digits'] as const)('the trait crosses through %s images too', async (inputs) => {
    const students = [{ mode: 'shared' }, { mode: 'independent' }] as const;
    const { result } = await completed({ inputs, students, seedCount: 1, noiseImages: 500 }, 300);
    const [shared, independent] = result.students.map(({ trait }) => trait[0]!);
    expect(shared! - independent!).toBeGreaterThan(0.2);
  });
});

describe('how accuracy is measured', () => {
  it('live on 1,000 test digits, in the end on all 10,000', async () => {
    const smallest = { hidden: [4], students: [{ mode: 'shared' }], seedCount: 1, trainingImages: 100 } as const;
    const { prepared, evaluations } = await completed({
      ...smallest,
      teacherEpochs: 1,
      noiseImages: 100,
      studentEpochs: 1,
    });
    const live = Array<number>(evaluations.length - 3).fill(1000);
    expect(evaluations.map(({ images }) => images)).toEqual([...live, 10_000, 10_000, 10_000]);
    expect(prepared.samples.labels).toHaveLength(10);
  });
});
