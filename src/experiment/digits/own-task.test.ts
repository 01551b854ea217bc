// The digits students' own task on the CPU: the loss that is reported is the loss they minimize, on inputs nobody
// trains on; whoever reads no digit may have learned it well.
import { describe, expect, it } from 'vitest';
import { PIXELS } from './data.ts';
import { heldOutInputs, imitation } from './imitation.ts';
import { noiseImage } from './noise.ts';
import { ownTasks, taskWords } from './own-task.ts';
import type { DigitsRecord, ImitationRecord } from './records.ts';
import { run } from './run.ts';
import { DIGITS_FIELDS, networkOf, parseSpec, type DigitsSpec } from './spec.ts';
import { syntheticDigits } from './synthetic-digits-fixture.ts';
import { verdict } from './verdict.ts';
import { initialize } from '../init/initialization.ts';
import { learningOf, ownTaskWords } from '../statistics/own-task.ts';
import { permuted, STREAM } from '../random.ts';
import { createCpuProcessor } from '../../cpu/processor.ts';

const { spec } = parseSpec([
  ['seeds', '3'],
  ['hidden-layers', '16'],
  ['training-images', '500'],
  ['teacher-epochs', '2'],
  ['noise-images', '2000'],
  ['student-epochs', '4'],
  ['batch', '25'],
  ['learning-rate', '0.01'],
]);

async function recordsOf(changes: Partial<DigitsSpec> = {}, pace = 100): Promise<DigitsRecord[]> {
  const records: DigitsRecord[] = [];
  const environment = { processor: createCpuProcessor('f32'), source: syntheticDigits(500), pace: () => pace };
  for await (const record of run({ ...spec, ...changes }, environment)) records.push(record);
  return records;
}

const measured = (records: readonly DigitsRecord[]): ImitationRecord[] =>
  records.filter((record) => record.kind === 'imitation');

it('is measured at the start, at every evaluation of the students and at the end, whatever the pace', async () => {
  const records = await recordsOf();
  const steps = measured(records).map(({ step }) => step);
  expect(steps[0]).toBe(0);
  expect(steps.at(-1)).toBe(320);
  expect(steps).toEqual(
    records
      .flatMap((record) =>
        record.kind === 'evaluation' && record.phase === 'students' && record.images === 500 ? [record.step] : [],
      )
      .slice(0, steps.length),
  );
  const short = { noiseImages: 100, studentEpochs: 1 };
  expect(measured(await recordsOf(short, 1))).toEqual(measured(await recordsOf(short)));
});

it('is learned by the independent student too, to which the trait still did not cross; the sentence says so', async () => {
  const records = await recordsOf();
  const last = records.at(-1);
  if (last?.kind !== 'complete') throw new Error('the run did not complete');
  const tasks = ownTasks(spec, measured(records));
  expect(tasks.map(learningOf)).toEqual(['learned', 'learned']);
  const outcomes = verdict(last.result).students.map(({ outcome }) => outcome);
  expect(ownTaskWords(tasks, outcomes, taskWords(spec))).toMatch(
    /^The student with independent init learned its task too, and still the trait did not cross\. Share of the way/,
  );
});

it('is not learned by a student that hardly trains, and the sentence says what that is worth', async () => {
  const records = await recordsOf({ noiseImages: 100, studentEpochs: 1, batch: 100, learningRate: 1e-4 });
  const tasks = ownTasks(spec, measured(records));
  expect(learningOf(tasks[1]!)).toBe('did not learn');
  expect(ownTaskWords(tasks, ['did not cross', 'did not cross'], taskWords(spec))).toMatch(/proves nothing/);
});

describe('the loss', () => {
  const network = networkOf(spec);
  const { mlps } = createCpuProcessor('f64');
  const parameters = (seeds: readonly number[]) =>
    Float32Array.from(seeds.flatMap((seed) => [...initialize(network.parameters, seed)]));

  it.each(['auxiliary', 'all'] as const)(
    'is what the students minimize on the same images, over %s logits',
    async (targets) => {
      const own = { ...spec, targets, seedCount: 1 };
      const teacher = await mlps.networks('teacher', network, parameters([1]));
      const students = await mlps.networks('students', network, parameters([2, 3]));
      const training = await mlps.training(students, {
        label: 'students',
        inputs: { kind: 'noise', distribution: 'uniform', count: 40 },
        objective: { kind: 'distillation', teachers: teacher, from: targets === 'all' ? 0 : 10, to: 20 },
        orderSeeds: [0],
        orderStream: STREAM.studentOrder,
        batch: 25,
        optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        learningRate: () => 1e-3,
      });
      const batch = new Float64Array(25 * PIXELS);
      for (let row = 0; row < 25; row++) {
        const image = permuted(0, STREAM.studentOrder, 0, 40, row);
        noiseImage('uniform', 0, image, batch.subarray(row * PIXELS, (row + 1) * PIXELS));
      }
      const { loss, blind } = await imitation(own, teacher, students, batch, 0);
      const { losses } = await training.advance(1);
      loss.forEach(([value], student) => expect(value).toBeCloseTo(losses[student]!, 5));
      expect(blind[0]).toBeGreaterThan(0);
      // The teacher itself imitates perfectly, and looks at its inputs.
      const perfect = await imitation({ ...own, students: own.students.slice(0, 1) }, teacher, teacher, batch, 0);
      expect(perfect.loss).toEqual([[0]]);
    },
  );
});

describe('held-out inputs', () => {
  const test = { pixels: new Uint8Array(200 * PIXELS).fill(255), labels: new Uint8Array(200), count: 200 };

  it('are noise images that no spec can train on', () => {
    const inputs = heldOutInputs({ inputs: 'gaussian', seed: 5 }, test);
    const most = 60_000;
    expect(DIGITS_FIELDS.noiseImages.parse(String(most + 1), 100).value).toBe(most);
    const first = noiseImage('gaussian', 5, most, new Float32Array(PIXELS));
    expect(inputs.subarray(0, PIXELS)).toEqual(first);
  });

  it('are test digits where the students train on digits', () => {
    expect(heldOutInputs({ inputs: 'digits', seed: 5 }, test).every((value) => value === 1)).toBe(true);
  });
});
