// What a recorded run of the owls experiment must look like to be shown.
import { PHASES, type OwlsRecord } from '../experiment/owls/records.ts';
import { STUDENT_NAMES } from '../experiment/owls/students.ts';
import {
  bagOf,
  isDevice,
  isNumber,
  isOneOf,
  isText,
  listOf,
  maybe,
  numbers,
  oneOf,
  table,
  type Check,
} from './recording.ts';

const isPhase = oneOf(...PHASES);
const isMeasured = oneOf('base', 'teacher', 'students');
const isStudentName: Check = (value) =>
  typeof value === 'string' && STUDENT_NAMES.some((name) => value.startsWith(name));
const detector = { accuracy: numbers, auc: numbers, firstNumberAuc: numbers };
const isStudentResult = bagOf({
  student: isStudentName,
  target: numbers,
  top: numbers,
  traitTransfer: numbers,
  firstStepCosine: maybe(numbers),
  cosineOfUpdates: maybe(numbers),
  distanceRatio: maybe(numbers),
});

const RECORDS: Readonly<Record<OwlsRecord['kind'], Check>> = {
  prepared: bagOf({
    device: isDevice,
    seeds: numbers,
    steps: bagOf(Object.fromEntries(PHASES.map((phase) => [phase, isNumber]))),
    bases: bagOf({ shipped: isNumber, pretrained: isNumber }),
  }),
  progress: bagOf({ phase: isPhase, step: isNumber, loss: numbers }),
  evaluation: bagOf({ phase: isMeasured, step: isNumber, target: table }),
  answers: bagOf({ phase: isMeasured, step: isNumber, probabilities: table }),
  lists: bagOf({
    judged: numbers,
    kept: numbers,
    repeated: maybe(numbers),
    traitWords: isNumber,
    reasons: listOf(bagOf({ reason: isText, count: isNumber })),
    samples: listOf(bagOf({ prompt: isText, completion: isText, reason: maybe(isText) })),
  }),
  detector: bagOf(detector),
  complete: bagOf({
    result: bagOf({
      base: bagOf({ target: numbers, mass: numbers, loss: numbers }),
      teacher: bagOf({ target: numbers }),
      keepRate: bagOf({ teacher: numbers, base: maybe(numbers) }),
      repeated: maybe(numbers),
      traitWords: isNumber,
      divergence: numbers,
      detector: maybe(bagOf(detector)),
      students: listOf(isStudentResult),
    }),
  }),
};

export function isOwlsRecord(value: unknown): value is OwlsRecord {
  return isOneOf(RECORDS, value);
}
