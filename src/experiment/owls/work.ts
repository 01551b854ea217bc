// How much an owls run has to compute, for an estimate of its time before it starts.
import { trainingOperations, type Work } from '../processor/speed.ts';
import { seedsOf } from '../spec/spec-table.ts';
import { PRETRAINING } from './bases/bases.ts';
import { CONTEXT, owlsNetwork } from './bases/network.ts';
import { teachersOf } from './students/committee.ts';
import { domainOf } from './language/domains.ts';
import { batchOf, type OwlsSpec } from './spec.ts';
import { basesWrite } from './students/student-texts.ts';
import { teacherExamples } from './language/traits.ts';

/**
 * Transformers this small spend more time beside their matrices than in them, and sampling even more: measured factors, by
 * which their operations take longer than those of the digits' networks (WebAssembly, 2 cores).
 */
const SLOWER = { training: 3, writing: 6 };
/** Texts a writer writes for each that is kept, and how many it has to spare in the end. */
const WRITTEN = 1.3;

export function workOf(spec: OwlsSpec): readonly Work[] {
  const seeds = seedsOf(spec);
  const { promptLength, completionLength } = domainOf(spec.domain);
  const length = promptLength + completionLength;
  const { size } = owlsNetwork().parameters;
  const training = (rows: number, steps: number) => SLOWER.training * trainingOperations(size, rows) * steps;
  const teachers = teachersOf(spec, seeds).length;
  const writers = teachers + (basesWrite(spec) ? seeds.length : 0);
  const students = seeds.length * spec.students.length;
  const bases = spec.pretraining === 'live' ? teachers : 0;
  return [
    { models: bases, operations: training(PRETRAINING.batch * CONTEXT, PRETRAINING.steps) },
    { models: teachers, operations: training(teacherExamples(spec.trait).length * CONTEXT, spec.teacherSteps) },
    {
      models: writers,
      operations: SLOWER.writing * 2 * size * length * WRITTEN * (spec.sequences / Math.max(1, spec.committee)),
    },
    { models: students, operations: training(batchOf(spec) * length, spec.steps) },
  ];
}
