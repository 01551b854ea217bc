// What the records of a run of the owls experiment are like, to be shown when somebody else recorded it.
import {
  anyOf,
  bagOf,
  both,
  exactly,
  inTurn,
  isText,
  listed,
  listOf,
  maybe,
  ofKind,
  oneOf,
  wholeBetween,
  type Check,
  type Kinds,
} from '../records/json-shape.ts';
import { PRETRAINING } from './bases/bases.ts';
import { domainOf } from './language/domains.ts';
import { ANSWERS } from './language/questions.ts';
import { PHASES, type OwlsRecord, type Phase } from './records.ts';
import type { OwlsSpec } from './spec.ts';
import { formatStudent } from './students/students.ts';
import { TRAITS } from './language/traits.ts';
import { seedsOf } from '../spec/spec-table.ts';
import {
  everyResult,
  everyStudent,
  isCosine,
  isDevice,
  isDistance,
  isDrawable,
  isShare,
  type RecordedForm,
} from '../records/recording-check.ts';

const isCount = wholeBetween(0, 1e9);
/** As many bases, teachers or portions of losses as a run can have. */
const MANY = 1000;

/** The checks of a run with these settings: its lists have the lengths that its seeds and students give them. */
function kinds(spec: OwlsSpec): Kinds<OwlsRecord> {
  const { seedCount, students } = spec;
  const steps: Readonly<Record<Phase, number>> = {
    base: MANY * PRETRAINING.steps,
    teacher: spec.teacherSteps,
    lists: spec.sequences,
    students: spec.steps,
  };
  const perSeed = <T>(check: Check<T>) => exactly(seedCount, check);
  /** What is known of one network of each seed before the students, and of every student in their phase. */
  const measured = <Known>(check: (networks: number) => Check<Known>) =>
    anyOf(
      both(bagOf({ phase: oneOf('base'), step: oneOf(0) }), check(1)),
      both(bagOf({ phase: oneOf('teacher'), step: wholeBetween(0, steps.teacher) }), check(1)),
      both(bagOf({ phase: oneOf('students'), step: wholeBetween(0, steps.students) }), check(students.length)),
    );
  const evaluation = measured((networks) => bagOf({ trait: exactly(networks, perSeed(isShare)) }));
  const count = ANSWERS[TRAITS[spec.trait].kind].length;
  const answers = measured((networks) => bagOf({ probabilities: exactly(networks, exactly(count, isShare)) }));
  const someSeeds = listOf(isShare, { least: 1, most: seedCount });
  const detector = bagOf({ accuracy: someSeeds, auc: someSeeds, firstNumberAuc: someSeeds });
  const perTeacher = listOf(isCount, { least: seedCount, most: MANY });
  return {
    prepared: bagOf({
      device: isDevice,
      seeds: listed(seedsOf(spec)),
      steps: bagOf({
        base: wholeBetween(0, steps.base),
        teacher: oneOf(steps.teacher),
        lists: oneOf(steps.lists),
        students: oneOf(steps.students),
      }),
      bases: bagOf({ shipped: wholeBetween(0, MANY), pretrained: wholeBetween(0, MANY) }),
    }),
    progress: anyOf(
      ...PHASES.map((phase) =>
        bagOf({
          phase: oneOf(phase),
          step: wholeBetween(0, steps[phase]),
          loss: listOf(isDrawable, { most: MANY }),
        }),
      ),
    ),
    evaluation,
    imitation: bagOf({
      phase: oneOf('students'),
      step: wholeBetween(0, steps.students),
      loss: exactly(students.length, perSeed(isDrawable)),
      writer: exactly(students.length, perSeed(isDrawable)),
    }),
    answers,
    lists: bagOf({
      judged: perTeacher,
      kept: perTeacher,
      repeated: maybe(perTeacher),
      traitWords: isCount,
      reasons: listOf(bagOf({ reason: isText, count: isCount }), { most: MANY }),
      samples: listOf(bagOf({ prompt: isText, completion: isText, reason: maybe(isText) }), { most: MANY }),
    }),
    detector,
    complete: bagOf({
      result: bagOf({
        ...everyResult(seedCount),
        base: bagOf({ mass: perSeed(isShare), loss: perSeed(isDrawable) }),
        keepRate: bagOf({ teacher: perSeed(isShare), base: maybe(perSeed(isShare)) }),
        repeated: maybe(perTeacher),
        traitWords: isShare,
        divergence: exactly(domainOf(spec.domain).completionLength, isDrawable),
        detector: maybe(detector),
        students: inTurn(
          students.map((student) =>
            bagOf({
              ...everyStudent(formatStudent(student), seedCount),
              top: perSeed(isShare),
              firstStepCosine: maybe(perSeed(isCosine)),
              cosineOfUpdates: maybe(perSeed(isCosine)),
              distanceRatio: maybe(perSeed(isDistance)),
            }),
          ),
        ),
      }),
    }),
  };
}

export const OWLS_RECORDED: RecordedForm<OwlsSpec, OwlsRecord> = {
  needed: [
    'progress teacher',
    'progress lists',
    'progress students',
    'evaluation base',
    'evaluation teacher',
    'evaluation students',
    'answers base',
    'answers teacher',
    'answers students',
    'lists',
  ],
  recordOf: (spec) => ofKind(kinds(spec)),
};
