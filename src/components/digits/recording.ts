// What a recorded run of the digits experiment must look like to be shown.
import { CLASSES, PIXELS } from '../../experiment/digits/data.ts';
import { imitatedLogits } from '../../experiment/digits/observe.ts';
import type { DigitsRecord } from '../../experiment/digits/records.ts';
import { networkOf, studentSteps, teacherSteps, type DigitsSpec } from '../../experiment/digits/spec.ts';
import { formatInitSharing } from '../../experiment/init-sharing-text.ts';
import {
  anyOf,
  bagOf,
  exactly,
  inTurn,
  listed,
  ofKind,
  oneOf,
  wholeBetween,
  type Check,
} from '../../experiment/json-shape.ts';
import { seedsOf } from '../../experiment/spec-table.ts';
import { isCosine, isDevice, isDistance, isDrawable, isShare, type RecordedForm } from '../run/recording.ts';

const isClass = wholeBetween(0, CLASSES - 1);
const isImage = exactly(PIXELS, wholeBetween(0, 255));

/** The checks of a run with these settings: its lists have the lengths that its seeds and students give them. */
function records(spec: DigitsSpec): Readonly<Record<DigitsRecord['kind'], Check>> {
  const { seedCount, students } = spec;
  const steps = { teacher: teacherSteps(spec), students: studentSteps(spec) };
  const { from, to } = imitatedLogits(spec, networkOf(spec));
  const isStep = wholeBetween(0, steps.students);
  const logits = exactly(to - from, isDrawable);
  const perSeed = (check: Check) => exactly(seedCount, check);
  /** What is known of one network in the phase of the teacher, and of every student in theirs. */
  const phased = (name: string, check: (networks: number) => Check, more: Readonly<Record<string, Check>> = {}) =>
    anyOf(
      bagOf({ ...more, phase: oneOf('teacher'), step: wholeBetween(0, steps.teacher), [name]: check(1) }),
      bagOf({ ...more, phase: oneOf('students'), step: isStep, [name]: check(students.length) }),
    );
  return {
    prepared: bagOf({
      device: isDevice,
      seeds: listed(seedsOf(spec)),
      steps: bagOf({ teacher: oneOf(steps.teacher), students: oneOf(steps.students) }),
      samples: bagOf({ labels: exactly(CLASSES, isClass), pixels: exactly(CLASSES, isImage) }),
    }),
    progress: phased('loss', (networks) => anyOf(exactly(0, isDrawable), exactly(networks * seedCount, isDrawable))),
    evaluation: phased('trait', (networks) => exactly(networks, perSeed(isShare)), { images: wholeBetween(1, 1e6) }),
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
    answers: phased('answers', (networks) => exactly(networks, exactly(CLASSES, isClass))),
    complete: bagOf({
      result: bagOf({
        reference: perSeed(isShare),
        teacher: perSeed(isShare),
        teacherDistance: perSeed(isDistance),
        students: inTurn(
          students.map((student) =>
            bagOf({
              student: oneOf(formatInitSharing(student)),
              trait: perSeed(isShare),
              traitTransfer: perSeed(isDrawable),
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
  phases: ['teacher', 'students'],
  needed: [
    'progress teacher',
    'progress students',
    'evaluation teacher',
    'evaluation students',
    'answers teacher',
    'answers students',
    'seen',
  ],
  recordOf(spec) {
    const check = ofKind(records(spec));
    return (value): value is DigitsRecord => check(value);
  },
};
