// What an owls run will hold, for an estimate of its memory before anything is made: its stages in their order.
import type { TransformerRunSize, TransformerStage } from '../processor/memory.ts';
import { seedsOf } from '../spec/spec-table.ts';
import { networkOf, PRETRAINING, type BaseRecipe } from './bases/bases.ts';
import { teachersOf } from './students/committee.ts';
import { CORPUS_SIZE } from './language/corpus.ts';
import { domainOf } from './language/domains.ts';
import { HELD_OUT_BATCH, SPARE_TEXTS } from './held-out.ts';
import { PORTION } from './lists.ts';
import { PROBES } from './measure.ts';
import { CONTEXT } from './bases/network.ts';
import { batchOf, type OwlsSpec } from './spec.ts';
import { basesWrite } from './students/student-texts.ts';
import { kindOf } from './students/students.ts';
import { teacherExamples } from './language/traits.ts';

/** @param missing bases that have to be pretrained */
export function sizeOf(spec: OwlsSpec, missing: readonly BaseRecipe[]): TransformerRunSize {
  const seeds = seedsOf(spec);
  const teachers = teachersOf(spec, seeds).length;
  const { promptLength, completionLength } = domainOf(spec.domain);
  const length = promptLength + completionLength;
  const controls = basesWrite(spec) ? seeds.length : 0;
  const few = { count: teacherExamples(spec.trait).length, length: CONTEXT };
  const probes = { count: teachers * PROBES * completionLength, length };
  const stage = (
    models: number,
    more: Partial<TransformerStage> = {},
    layers: BaseRecipe['layers'] = 2,
  ): TransformerStage => {
    return { architecture: networkOf({ layers }), models, questions: few, ...more };
  };
  const depths = (values: readonly BaseRecipe['layers'][]) => [...new Set(values)];
  const pretrained = depths(missing.map(({ layers }) => layers)).map((layers) => {
    const models = missing.filter((recipe) => recipe.layers === layers).length;
    const training = { batch: PRETRAINING.batch, length: CONTEXT, imitating: false };
    return stage(models, { training }, layers);
  });
  const kinds = spec.students.map((student) => kindOf(student).layers);
  const students = depths(kinds).map((layers) =>
    stage(
      seeds.length * kinds.filter((kind) => kind === layers).length,
      { training: { batch: batchOf(spec), length, imitating: spec.channel === 'logits' } },
      layers,
    ),
  );
  // The students' own task is measured in trainings of their own, in which nothing trains.
  const measuring = { training: { batch: HELD_OUT_BATCH, length, imitating: spec.channel === 'logits' } };
  const measured = [
    ...depths(kinds).map((layers) =>
      stage(seeds.length * kinds.filter((kind) => kind === layers).length, measuring, layers),
    ),
    // Lists that were put together from two writers are measured part by part.
    ...Array.from({ length: spec.places === 'all' ? 1 : 3 }, () => stage(teachers + controls, measuring)),
  ];
  const sets = seeds.length + controls;
  const parts = spec.places === 'all' ? 0 : 2 * seeds.length * SPARE_TEXTS * length;
  return {
    stages: [
      ...pretrained,
      stage(seeds.length, { questions: probes }),
      stage(teachers, { training: { batch: few.count, length: CONTEXT, imitating: false } }),
      stage(teachers + controls, { writing: { rows: PORTION, length } }),
      ...students,
      ...measured,
      stage(seeds.length, { questions: probes }),
    ],
    tokens: sets * (spec.sequences + SPARE_TEXTS) * length + parts + (missing.length > 0 ? CORPUS_SIZE * CONTEXT : 0),
  };
}
