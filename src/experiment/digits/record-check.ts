// What the records of a run of the digits experiment are like, to be shown when somebody else recorded it.
import { formatInitSharing } from '../init/init-sharing-text.ts';
import {
  anyOf,
  bagOf,
  both,
  exactly,
  inTurn,
  listed,
  ofKind,
  oneOf,
  wholeBetween,
  type Check,
  type Kinds,
} from '../records/json-shape.ts';
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
import { seedsOf } from '../spec/spec-table.ts';
import { CLASSES, PIXELS } from './data.ts';
import { imitatedLogits } from './observe.ts';
import type { DigitsRecord } from './records.ts';
import { networkOf, studentSteps, teacherSteps, type DigitsSpec } from './spec.ts';

const isClass = wholeBetween(0, CLASSES - 1);
const isImage = exactly(PIXELS, wholeBetween(0, 255));

/** The checks of a run with these settings: its lists have the lengths that its seeds and students give them. */
function kinds(spec: DigitsSpec): Kinds<DigitsRecord> {
  const { seedCount, students } = spec;
  const steps = { teacher: teacherSteps(spec), students: studentSteps(spec) };
  const { from, to } = imitatedLogits(spec, networkOf(spec));
  const isStep = wholeBetween(0, steps.students);
  const logits = exactly(to - from, isDrawable);
  const perSeed = <T>(check: Check<T>) => exactly(seedCount, check);
  /** What is known of one network in the phase of the teacher, and of every student in theirs. */
  const phased = <Known>(check: (networks: number) => Check<Known>) =>
    anyOf(
      both(bagOf({ phase: oneOf('teacher'), step: wholeBetween(0, steps.teacher) }), check(1)),
      both(bagOf({ phase: oneOf('students'), step: isStep }), check(students.length)),
    );
  const progress = phased((networks) =>
    bagOf({ loss: anyOf(exactly(0, isDrawable), exactly(networks * seedCount, isDrawable)) }),
  );
  const evaluation = phased((networks) =>
    bagOf({ images: wholeBetween(1, 1e6), trait: exactly(networks, perSeed(isShare)) }),
  );
  const answers = phased((networks) => bagOf({ answers: exactly(networks, exactly(CLASSES, isClass)) }));
  return {
    prepared: bagOf({
      device: isDevice,
      seeds: listed(seedsOf(spec)),
      steps: bagOf({ teacher: oneOf(steps.teacher), students: oneOf(steps.students) }),
      samples: bagOf({ labels: exactly(CLASSES, isClass), pixels: exactly(CLASSES, isImage) }),
    }),
    progress,
    evaluation,
    imitation: bagOf({
      phase: oneOf('students'),
      step: isStep,
      loss: exactly(students.length, perSeed(isDrawable)),
      blind: perSeed(isDrawable),
    }),
    seen: bagOf({
      step: isStep,
      image: wholeBetween(0, 1e6),
      pixels: isImage,
      teacher: logits,
      students: exactly(students.length, logits),
    }),
    answers,
    complete: bagOf({
      result: bagOf({
        ...everyResult(seedCount),
        teacherDistance: perSeed(isDistance),
        students: inTurn(
          students.map((student) =>
            bagOf({
              ...everyStudent(formatInitSharing(student), seedCount),
              cosineOfUpdates: perSeed(isCosine),
              cosineTowardTeacher: perSeed(isCosine),
              distanceAtStart: perSeed(isDistance),
              distanceAtEnd: perSeed(isDistance),
            }),
          ),
        ),
      }),
    }),
  };
}

export const DIGITS_RECORDED: RecordedForm<DigitsSpec, DigitsRecord> = {
  needed: [
    'progress teacher',
    'progress students',
    'evaluation teacher',
    'evaluation students',
    'answers teacher',
    'answers students',
    'seen',
  ],
  recordOf: (spec) => ofKind(kinds(spec)),
};
