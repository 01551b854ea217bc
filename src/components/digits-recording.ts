// What a recorded run of the digits experiment must look like to be shown.
import type { DigitsRecord } from '../experiment/digits/records.ts';
import { INIT_SHARING_NAMES } from '../experiment/init-sharing.ts';
import { bagOf, isDevice, isNumber, isOneOf, listOf, numbers, oneOf, table, type Check } from './recording.ts';

const isPhase = oneOf('teacher', 'students');
const isStudentName: Check = (value) =>
  typeof value === 'string' && INIT_SHARING_NAMES.some((name) => value.startsWith(name));
const isStudentResult = bagOf({
  student: isStudentName,
  accuracy: numbers,
  traitTransfer: numbers,
  cosineOfUpdates: numbers,
  cosineTowardTeacher: numbers,
  distanceAtStart: numbers,
  distanceAtEnd: numbers,
});

const RECORDS: Readonly<Record<DigitsRecord['kind'], Check>> = {
  prepared: bagOf({
    device: isDevice,
    seeds: numbers,
    steps: bagOf({ teacher: isNumber, students: isNumber }),
    samples: bagOf({ labels: numbers, pixels: table }),
  }),
  progress: bagOf({ phase: isPhase, step: isNumber, loss: numbers }),
  evaluation: bagOf({ phase: isPhase, step: isNumber, images: isNumber, accuracy: table }),
  seen: bagOf({ step: isNumber, image: isNumber, pixels: numbers, teacher: numbers, students: table }),
  answers: bagOf({ phase: isPhase, step: isNumber, answers: table }),
  complete: bagOf({
    result: bagOf({
      reference: numbers,
      teacher: numbers,
      teacherDistance: numbers,
      students: listOf(isStudentResult),
    }),
  }),
};

export function isDigitsRecord(value: unknown): value is DigitsRecord {
  return isOneOf(RECORDS, value);
}
