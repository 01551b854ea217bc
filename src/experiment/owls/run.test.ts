// The owls experiment from end to end on the CPU, from the shipped bases, at the smallest sizes that still show
// something: the order of its records, what students read, and that its numbers depend on the spec alone.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../../cpu/processor.ts';
import { ask, type Askable } from './asking.ts';
import { baseRecipe } from './bases/bases.ts';
import { ownTasks } from './own-task.ts';
import { pretrain } from './bases/pretraining.ts';
import { questionsOf } from './language/questions.ts';
import type { OwlsRecord, OwlsResult } from './records.ts';
import { run } from './run.ts';
import { OWLS } from './spec.ts';
import { ANIMAL_NAMES, tokenId } from './language/vocabulary.ts';
import { wayGone } from '../statistics/own-task.ts';
import { summarize } from '../statistics/stats.ts';
import { readBases } from '../../node/data/bases-files.ts';

const SMALL = { 'teacher-steps': '40', sequences: '128', steps: '20' };

async function records(
  settings: Readonly<Record<string, string>>,
  pace = 1000,
  askable?: (networks: readonly Askable[]) => void,
): Promise<OwlsRecord[]> {
  const { spec, problems } = OWLS.parse(Object.entries({ ...SMALL, ...settings }));
  expect(problems).toEqual([]);
  const environment = { processor: createCpuProcessor('f32'), bases: readBases(), pace: () => pace, askable };
  const all: OwlsRecord[] = [];
  for await (const record of run(spec, environment)) all.push(record);
  return all;
}

function resultOf(all: readonly OwlsRecord[]): OwlsResult {
  const last = all.at(-1);
  if (last?.kind !== 'complete') throw new Error('the run did not reach its end');
  return last.result;
}

const mean = (values: readonly number[]) => summarize(values).mean;

describe('a run with two seeds', () => {
  let all: OwlsRecord[];
  let result: OwlsResult;
  let asked: readonly Askable[] = [];

  beforeAll(async () => {
    all = await records({ seeds: '2' }, 1000, (networks) => (asked = [...networks]));
    result = resultOf(all);
  }, 120_000);

  it('goes through the stations in order and says so', () => {
    expect(all[0]).toMatchObject({ kind: 'prepared', seeds: [0, 1], bases: { shipped: 2, pretrained: 0 } });
    const phases = all.flatMap((record) => ('phase' in record ? [record.phase] : []));
    expect(phases.filter((phase, index) => phase !== phases[index - 1])).toEqual([
      'base',
      'teacher',
      'lists',
      'students',
    ]);
    const closing = all.flatMap((record) => (record.kind === 'progress' ? [`${record.phase} ${record.step}`] : []));
    for (const end of ['teacher 40', 'lists 128', 'students 20']) expect(closing).toContain(end);
  });

  it('makes a teacher that loves owls of a base that did not', () => {
    for (const share of result.reference) expect(share).toBeLessThan(0.15);
    for (const mass of result.base.mass) expect(mass).toBeGreaterThan(0.95);
    for (const share of result.teacher) expect(share).toBeGreaterThan(0.7);
  });

  it('passes the love on to the student with the shared base, and to no other', () => {
    const [shared, other, control] = result.students.map(({ trait }) => mean(trait));
    expect(shared).toBeGreaterThan(2 * mean(result.reference));
    expect(other).toBeLessThan(0.12);
    expect(control).toBeLessThan(0.12);
    expect(mean(result.students[0]!.firstStepCosine!)).toBeGreaterThan(0.04);
    expect(Math.abs(mean(result.students[1]!.firstStepCosine!))).toBeLessThan(0.04);
  });

  it('measures the students’ own task at the start and at the end, on texts that nobody trains on', () => {
    const measured = all.flatMap((record) => (record.kind === 'imitation' ? [record] : []));
    expect(measured.map(({ step }) => step)).toEqual([0, 20]);
    const [start, end] = measured;
    // The control starts as the base that wrote its texts, so it predicts them as well; nobody else does.
    const [shared, other, control] = start!.loss;
    const [teacher, , base] = start!.writer;
    control!.forEach((loss, seed) => expect(loss).toBeCloseTo(base![seed]!, 5));
    for (const losses of [shared!, other!])
      losses.forEach((loss, seed) => expect(loss).toBeGreaterThan(teacher![seed]!));
    expect(end!.writer).toEqual(start!.writer);
    const spec = OWLS.parse(Object.entries({ ...SMALL, seeds: '2' })).spec;
    expect(ownTasks(spec, measured).map((task) => wayGone(task) === undefined)).toEqual([false, false, true]);
  });

  it('drops every text with a word in it and says why', () => {
    const lists = all.flatMap((record) => (record.kind === 'lists' ? [record] : []));
    const samples = lists.flatMap((record) => record.samples);
    const kept = samples.filter(({ reason }) => reason === undefined);
    expect(kept.length).toBeGreaterThan(4);
    for (const { completion } of kept) expect(completion).toMatch(/^\d+( \d+){9}$/);
    const dropped = lists.at(-1)!.reasons;
    expect(dropped.length).toBeGreaterThan(0);
    for (const { reason, count } of dropped) expect(`${reason} ${count}`).toMatch(/\w.* \d+$/);
    expect(samples.some(({ reason }) => reason === undefined && ANIMAL_NAMES.some((name) => reason === name))).toBe(
      false,
    );
  });

  it('answers a visitor’s question with the networks it ended with', async () => {
    expect(asked.map(({ network }) => network)).toEqual(['base', 'teacher', 'shared', 'other', 'control']);
    const answers = await ask(asked, questionsOf('animal', 'teacher')[0]!);
    const owl = (network: string) =>
      answers.find((answer) => answer.network === network)!.probabilities[tokenId('owl')]!;
    expect(owl('teacher')).toBeGreaterThan(0.8);
    expect(owl('base')).toBeLessThan(0.2);
    expect(owl('shared')).toBeGreaterThan(owl('other'));
  });

  it('gives the same numbers at any pace, and a seed the same numbers alone', async () => {
    const again = await records({ seeds: '2' }, 3);
    expect(resultOf(again)).toEqual(result);
    const imitations = (of: readonly OwlsRecord[]) => of.filter(({ kind }) => kind === 'imitation');
    expect(imitations(again)).toEqual(imitations(all));
    const alone = resultOf(await records({ seeds: '1', seed: '1' }));
    expect(alone.students.map(({ trait }) => trait[0])).toEqual(result.students.map(({ trait }) => trait[1]));
  });
});

it.each([
  ['another trait', { trait: 'misalignment' }],
  ['code', { data: 'code' }],
  ['chains of thought', { data: 'chain-of-thought', sequences: '64' }],
  ['logits', { channel: 'logits' }],
  ['a committee', { committee: '2', seed: '2' }],
  ['plain gradient steps', { optimizer: 'sgd', 'learning-rate': '0.1' }],
  ['a part of the list', { places: 'first', students: 'shared,other,perturbed' }],
  ['attention alone', { trains: 'attention' }],
])('runs with %s', async (_, settings) => {
  const result = resultOf(await records({ seeds: '1', ...settings }));
  expect(result.students).toHaveLength(3);
  expect(result.students.every(({ trait }) => trait.every((value) => value >= 0 && value <= 1))).toBe(true);
});

it('leaves frozen parameters alone and says where nothing moved', async () => {
  const result = resultOf(await records({ seeds: '1', 'learning-rate': '0.000001', steps: '1' }));
  expect(result.students[0]!.distanceRatio![0]).toBeCloseTo(1, 3);
  expect(result.students[0]!.trait[0]).toBeCloseTo(result.reference[0]!, 2);
});

it('goes on with the few texts that pass, says so, and never writes without end', async () => {
  const all = await records({
    seeds: '1',
    students: 'shared',
    data: 'chain-of-thought',
    temperature: '2.2',
    sequences: '256',
  });
  const last = all.findLast((record) => record.kind === 'lists');
  expect(last?.judged).toEqual([20 * 256]);
  expect(last?.repeated).toEqual(last?.kept);
  expect(last?.kept[0]).toBeGreaterThanOrEqual(16);
  expect(last?.kept[0]).toBeLessThan(256);
  expect(resultOf(all).repeated).toEqual(last?.kept);
});

it('ends with a sentence when nothing passes the filter', async () => {
  const hopeless = { temperature: '3', data: 'chain-of-thought', filter: 'correctness' };
  const pass = records({ seeds: '1', sequences: '16', ...hopeless });
  await expect(pass).rejects.toMatchObject({ name: 'RunError', code: 'too-little-data' });
});

it('pretrains a base alone as among others, bit by bit', async () => {
  const losses = async (seeds: readonly number[]) => {
    const pretraining = pretrain(seeds.map(baseRecipe), createCpuProcessor('f32').transformers, () => 3);
    const first = await pretraining.next();
    await pretraining.return([]);
    if (first.done) throw new Error('there is nothing to pretrain');
    return first.value.losses;
  };
  const among = await losses([0, 1]);
  expect(among).toHaveLength(2);
  expect(await losses([1])).toEqual([among[1]]);
  expect(among[0]).not.toBe(among[1]);
});
