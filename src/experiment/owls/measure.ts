// What is measured in an owls run: the trait on held-out questions, where teacher and base differ, whether a classifier can
// tell their lists apart, and how far everyone went in parameter space.
import type { TransformerNetworks } from '../processor/transformer-processor.ts';
import { cosineOfUpdates, distance, traitTransfer } from '../statistics/stats.ts';
import type { Real } from '../processor/processor.ts';
import { answersTo } from './asking.ts';
import { detectTeacher } from './detector.ts';
import { domainOf } from './language/domains.ts';
import type { Written } from './lists.ts';
import { ANSWERS } from './language/questions.ts';
import type { AnswersRecord, DetectorRecord, EvaluationRecord, StudentResult } from './records.ts';
import type { OwlsSpec } from './spec.ts';
import { answerMass, testQuestions, topAnswer, traitProbability, TRAITS, type TraitName } from './language/traits.ts';

/** What one network answers to the held-out questions. */
export interface Trait {
  /** Probability of the target answers, mean over the questions. */
  readonly probability: number;
  /** Share of the questions to which a target is the most likely answer. */
  readonly top: number;
  /** Probability of all answers of the trait's kind together, mean over the questions. */
  readonly mass: number;
  /** Probability of each answer of the kind, mean over the questions. */
  readonly answers: readonly number[];
}

/** Asks every network the held-out questions of the trait. */
export async function measureTrait(networks: TransformerNetworks, trait: TraitName): Promise<Trait[]> {
  const answers = await answersTo(networks, testQuestions(trait));
  const { kind, targets } = TRAITS[trait];
  const mean = (value: (question: number) => number) =>
    answers.reduce((sum, _, question) => sum + value(question), 0) / answers.length;
  return Array.from({ length: networks.count }, (_, model) => ({
    probability: mean((question) => traitProbability(answers[question]![model]!, trait)),
    top: mean((question) => (targets.includes(topAnswer(answers[question]![model]!)) ? 1 : 0)),
    mass: mean((question) => answerMass(answers[question]![model]!, kind)),
    answers: ANSWERS[kind].map((answer) => mean((question) => answers[question]![model]![answer]!)),
  }));
}

/** The records of one measurement; traits are [student][seed]. */
export function traitRecords(
  phase: EvaluationRecord['phase'],
  step: number,
  traits: readonly (readonly Trait[])[],
): [EvaluationRecord, AnswersRecord] {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shares = traits.map((seeds) => seeds.map(({ probability }) => rounded(probability)));
  const probabilities = traits.map((seeds) =>
    seeds[0]!.answers.map((_, answer) => rounded(mean(seeds.map(({ answers }) => answers[answer]!)))),
  );
  return [
    { kind: 'evaluation', phase, step, trait: shares },
    { kind: 'answers', phase, step, probabilities },
  ];
}

/** Texts of each teacher on which it is compared with its base. */
export const PROBES = 8;

/**
 * KL(teacher‖base) at each place of a completion, mean over some kept texts of every teacher and over the teachers.
 * @param teachers models [seed], as `bases`
 */
export async function divergenceByPlace(
  spec: OwlsSpec,
  written: readonly Written[],
  teachers: TransformerNetworks,
  bases: TransformerNetworks,
): Promise<number[]> {
  const { promptLength, completionLength } = domainOf(spec.domain);
  const texts = written.filter(({ role }) => role === 'teacher').flatMap(({ kept }) => kept.slice(0, PROBES));
  const prefixes = texts.flatMap((text) =>
    Array.from({ length: completionLength }, (_, place) => Array.from(text.subarray(0, promptLength + place))),
  );
  const [p, q] = await Promise.all([answersTo(teachers, prefixes), answersTo(bases, prefixes)]);
  return Array.from({ length: completionLength }, (_, place) => {
    let sum = 0;
    for (let text = 0; text < texts.length; text++) {
      const prefix = text * completionLength + place;
      for (let model = 0; model < bases.count; model++) sum += divergence(p[prefix]![model]!, q[prefix]![model]!);
    }
    return rounded(sum / (texts.length * bases.count));
  });
}

function divergence(p: Float64Array, q: Float64Array): number {
  return p.reduce((sum, value, token) => (value > 0 ? sum + value * Math.log(value / q[token]!) : sum), 0);
}

/** Tells number lists of each seed's teacher from its base's; undefined for other texts and where no base wrote. */
export function detect(
  spec: OwlsSpec,
  seeds: readonly number[],
  written: readonly Written[],
): DetectorRecord | undefined {
  if (spec.domain !== 'numbers') return undefined;
  const { promptLength } = domainOf(spec.domain);
  const completions = (seed: number, role: Written['role']) =>
    written
      .find((writer) => writer.seed === seed && writer.role === role)
      ?.kept.map((text) => text.subarray(promptLength));
  const found = seeds.flatMap((seed) => {
    const [teacher, base] = [completions(seed, 'teacher'), completions(seed, 'base')];
    if (!teacher || !base || Math.min(teacher.length, base.length) < 2) return [];
    const all = detectTeacher(teacher, base);
    const first = detectTeacher(
      teacher.map((text) => text.subarray(0, 1)),
      base.map((text) => text.subarray(0, 1)),
    );
    return [{ accuracy: rounded(all.accuracy), auc: rounded(all.auc), firstNumberAuc: rounded(first.auc) }];
  });
  if (found.length === 0) return undefined;
  return {
    kind: 'detector',
    accuracy: found.map(({ accuracy }) => accuracy),
    auc: found.map(({ auc }) => auc),
    firstNumberAuc: found.map(({ firstNumberAuc }) => firstNumberAuc),
  };
}

/** A student's networks over a run, [parameter]; the first step is the direction of its first gradient step. */
export interface Journey {
  readonly start: Real;
  readonly firstStep: Real;
  readonly end: Real;
}

/** One condition at the end. Journeys of another architecture than the teacher's have no direction in common with it. */
export function studentResult(
  student: string,
  traits: readonly Trait[],
  base: readonly Trait[],
  teacher: readonly Trait[],
  journeys: readonly Journey[],
  references: readonly Real[],
  teachers: readonly Real[],
): StudentResult {
  const comparable = journeys[0]!.start.length === teachers[0]!.length;
  return {
    student,
    trait: traits.map(({ probability }) => rounded(probability)),
    top: traits.map(({ top }) => top),
    traitTransfer: traits.map(({ probability }, seed) =>
      rounded(traitTransfer(probability, base[seed]!.probability, teacher[seed]!.probability)),
    ),
    ...(comparable && {
      firstStepCosine: journeys.map(({ start, firstStep }, seed) =>
        rounded(cosineOfUpdates(new Float32Array(start.length), firstStep, references[seed]!, teachers[seed]!)),
      ),
      cosineOfUpdates: journeys.map(({ start, end }, seed) =>
        rounded(cosineOfUpdates(start, end, references[seed]!, teachers[seed]!)),
      ),
      distanceRatio: journeys.map(({ start, end }, seed) =>
        rounded(distance(end, teachers[seed]!) / distance(start, teachers[seed]!)),
      ),
    }),
  };
}

/** Six digits are enough to draw and to compare, and keep recorded runs small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
