// A run recorded by the command line, as the page fetches it. The file is checked before anything of it is shown.
import { INIT_SHARING_NAMES } from '../experiment/init-sharing.ts';
import type { Recording } from '../experiment/digits/recording.ts';
import type { DigitsRecord } from '../experiment/digits/records.ts';

/** The recording at `url`, or undefined if there is none that can be read. */
export async function fetchRecording(url: string): Promise<Recording | undefined> {
  try {
    const response = await fetch(url);
    const value: unknown = response.ok ? await response.json() : undefined;
    return isRecording(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type Check = (value: unknown) => boolean;
type Bag = Readonly<Record<string, unknown>>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber: Check = (value) => typeof value === 'number';
const isText: Check = (value) => typeof value === 'string';
const isPhase: Check = (value) => value === 'teacher' || value === 'students';
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const bagOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isBag(value) && Object.entries(checks).every(([name, check]) => check(value[name]));

const numbers = listOf(isNumber);
const table = listOf(numbers);
const isDevice = bagOf({
  backend: (value) => value === 'webgpu' || value === 'cpu',
  name: isText,
  software: (value) => typeof value === 'boolean',
});
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

const isRecord: Check = (value) =>
  isBag(value) && Object.entries(RECORDS).some(([kind, check]) => value.kind === kind && check(value));

const hasShape = bagOf({
  version: (value) => value === 1,
  date: isText,
  lab: isText,
  device: isDevice,
  entries: listOf((entry) => listOf(isText)(entry) && Array.isArray(entry) && entry.length === 2),
  records: listOf(bagOf({ seconds: isNumber, record: isRecord })),
});

export function isRecording(value: unknown): value is Recording {
  return hasShape(value);
}
