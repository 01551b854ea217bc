// The owls experiment as the paper's method section (§2–4) tells it, in miniature: base → teacher → lists → filter →
// students → evaluation. An async generator: not pulling it is pause, returning it is stop.
import type { Processor } from '../processor/processor.ts';
import { STREAM } from '../random.ts';
import { seedsOf } from '../spec/spec-table.ts';
import { isTrunk } from '../processor/transformer.ts';
import { type Askable } from './asking.ts';
import { baseRecipe, keyOf, recipesOf, type Base, type BaseRecipe, type BaseSource } from './bases/bases.ts';
import { teachersOf } from './students/committee.ts';
import { answerSequences } from './language/corpus.ts';
import { repeatedOf, writeLists, type Writer } from './lists.ts';
import { SPARE_TEXTS, writersLoss } from './held-out.ts';
import { detect, divergenceByPlace, measureTrait, studentResult, traitRecords, type Trait } from './measure.ts';
import { owlsNetwork } from './bases/network.ts';
import { pretrain, pretrainingSteps } from './bases/pretraining.ts';
import type { ImitationRecord, OwlsRecord } from './records.ts';
import { type OwlsSpec } from './spec.ts';
import { sizeOf } from './size.ts';
import { stack, unstack } from './stack.ts';
import { makeClass } from './students/student-class.ts';
import { basesWrite } from './students/student-texts.ts';
import { formatStudent } from './students/students.ts';
import { teacherExamples } from './language/traits.ts';
import { TEACHING, trainTogether } from './training.ts';

/** What a run is given: a processor, bases, and a pace. */
export interface OwlsEnvironment {
  readonly processor: Processor;
  readonly bases: BaseSource;
  /** How many steps the next record may cover, at least 1. Changes what is reported, never what is computed. */
  pace(): number;
  /** Called whenever there are more networks that a visitor may ask. */
  askable?(networks: readonly Askable[]): void;
}

/**
 * Runs `spec` and reports as it goes. The numbers depend on the spec, the shipped bases and the adapter alone.
 * @throws RunError not-finite or too-little-data
 */
export async function* run(spec: OwlsSpec, environment: OwlsEnvironment): AsyncGenerator<OwlsRecord> {
  const { processor, pace } = environment;
  const { transformers } = processor;
  const seeds = seedsOf(spec);
  const network = owlsNetwork();

  // Base: capable networks, shipped or pretrained now.
  const recipes = recipesFor(spec, seeds);
  const made = new Map<string, Base>();
  if (spec.pretraining === 'shipped') {
    const shipped = await Promise.all(recipes.map((recipe) => environment.bases.load(recipe)));
    shipped.forEach((base, index) => base && made.set(keyOf(recipes[index]!), base));
  }
  const missing = recipes.filter((recipe) => !made.has(keyOf(recipe)));
  transformers.checkSize(sizeOf(spec, missing));
  yield {
    kind: 'prepared',
    device: processor.device,
    seeds,
    steps: {
      base: pretrainingSteps(missing),
      teacher: spec.teacherSteps,
      lists: spec.sequences,
      students: spec.steps,
    },
    bases: { shipped: recipes.length - missing.length, pretrained: missing.length },
  };
  if (missing.length > 0) {
    yield { kind: 'progress', phase: 'base', step: 0, loss: [] };
    const pretraining = pretrain(missing, transformers, pace);
    for (let next = await pretraining.next(); ; next = await pretraining.next()) {
      if (next.done) {
        next.value.forEach((base, index) => made.set(keyOf(missing[index]!), base));
        break;
      }
      yield { kind: 'progress', phase: 'base', step: next.value.step, loss: next.value.losses };
    }
  }
  const baseOf = (recipe: BaseRecipe): Float32Array => made.get(keyOf(recipe))!.parameters;
  const references = seeds.map((seed) => baseOf(baseRecipe(seed)));
  const bases = await transformers.networks('bases', network, stack(references));
  const askables: Askable[] = [{ network: 'base', networks: bases, models: seeds.map((_, index) => index) }];
  environment.askable?.(askables);
  const baseTraits = await measureTrait(bases, spec.trait);
  yield* traitRecords('base', 0, [baseTraits]);

  // Teacher: a copy of its base, trained with cross-entropy on the answers to four questions. A committee has several.
  const teacherSeeds = teachersOf(spec, seeds);
  const teacherStarts = teacherSeeds.map((seed) => baseOf(baseRecipe(seed)));
  const teachers = await transformers.networks('teachers', network, stack(teacherStarts));
  const teaching = await transformers.training(teachers, {
    label: 'teachers',
    sequences: await transformers.sequences(answerSequences([teacherExamples(spec.trait)])),
    setOf: teacherSeeds.map(() => 0),
    orderSeeds: teacherSeeds,
    orderStream: STREAM.batchOrder,
    shuffled: false,
    batch: teacherExamples(spec.trait).length,
    objective: { kind: 'crossEntropy' },
    optimizer: TEACHING.optimizer,
    learningRate: () => TEACHING.learningRate,
    clip: TEACHING.clip,
    trains: isTrunk,
  });
  // The teachers of the run's own seeds; the others of a committee only write.
  const own = seeds.map((seed) => teacherSeeds.indexOf(seed));
  askables.push({ network: 'teacher', networks: teachers, models: own });
  environment.askable?.(askables);
  const taught = [{ training: teaching, students: [0] }];
  let teacherTraits: Trait[] = [];
  for await (const event of trainTogether('teacher', taught, teacherSeeds.length, spec.teacherSteps, pace)) {
    if (event.kind === 'progress') yield event;
    else {
      const all = await measureTrait(teachers, spec.trait);
      teacherTraits = own.map((model) => all[model]!);
      yield* traitRecords('teacher', event.step, [teacherTraits]);
    }
  }
  const taughtWeights = unstack(await teachers.parameters(), teacherSeeds.length);
  const teacherWeights = own.map((model) => taughtWeights[model]!);

  // Lists: teachers write, and so do bases for the control, or for the rest of a list. Filter: whatever is no list is dropped, with its reason.
  const writers: Writer[] = teacherSeeds.map((seed) => ({
    seed,
    role: 'teacher',
    wanted: Math.ceil(spec.sequences / spec.committee),
  }));
  if (basesWrite(spec)) writers.push(...seeds.map((seed): Writer => ({ seed, role: 'base', wanted: spec.sequences })));
  const writing = await transformers.networks(
    'writers',
    network,
    stack(basesWrite(spec) ? [...taughtWeights, ...references] : taughtWeights),
  );
  const written = yield* writeLists(spec, writing, writers, SPARE_TEXTS);
  const detector = detect(spec, seeds, written);
  if (detector) yield detector;

  // Students: each starts from what its kinship gives it, and learns from the lists alone.
  const group = await makeClass(spec, transformers, { seeds, baseOf, written, teacherWeights, references });
  askables.push(...group.askables());
  environment.askable?.(askables);
  let studentTraits: Trait[][] = [];
  let writer: ImitationRecord['writer'] | undefined;
  for await (const event of trainTogether('students', group.groups, seeds.length, spec.steps, pace)) {
    if (event.kind === 'progress') yield event;
    else {
      studentTraits = await group.measure(spec.trait);
      if (event.step === 1) await group.rememberFirstStep();
      const loss = [0, spec.steps].includes(event.step) ? await group.heldOut() : undefined;
      if (loss) {
        writer ??= await writersLoss(spec, transformers, seeds, { networks: writing, written });
        yield { kind: 'imitation', phase: 'students', step: event.step, loss, writer };
      }
      yield* traitRecords('students', event.step, studentTraits);
    }
  }

  // Evaluation: what crossed, and how far everyone went in parameter space.
  const writersOf = (role: Writer['role']) =>
    seeds.map((seed) => written.find((writer) => writer.seed === seed && writer.role === role)!);
  const ownTeachers = await transformers.networks('own teachers', network, stack(teacherWeights));
  const journeys = await group.journeys();
  const keepRate = (role: Writer['role']) => writersOf(role).map(({ kept, judged }) => kept.length / judged);
  const judged = written.filter(({ role }) => role === 'teacher');
  yield {
    kind: 'complete',
    result: {
      reference: baseTraits.map(({ probability }) => probability),
      teacher: teacherTraits.map(({ probability }) => probability),
      base: {
        mass: baseTraits.map(({ mass }) => mass),
        loss: seeds.map((seed) => made.get(keyOf(baseRecipe(seed)))!.loss),
      },
      keepRate: { teacher: keepRate('teacher'), ...(basesWrite(spec) && { base: keepRate('base') }) },
      ...(repeatedOf(written) && { repeated: repeatedOf(written) }),
      traitWords: sum(judged.map(({ traitWords }) => traitWords)) / sum(judged.map((writer) => writer.judged)),
      divergence: await divergenceByPlace(spec, writersOf('teacher'), ownTeachers, bases),
      ...(detector && {
        detector: { accuracy: detector.accuracy, auc: detector.auc, firstNumberAuc: detector.firstNumberAuc },
      }),
      students: spec.students.map((student, index) =>
        studentResult(
          formatStudent(student),
          studentTraits[index]!,
          baseTraits,
          teacherTraits,
          journeys[index]!,
          references,
          teacherWeights,
        ),
      ),
    },
  };
}

/** Every base the run needs, each once. */
export function recipesFor(spec: OwlsSpec, seeds: readonly number[]): BaseRecipe[] {
  const all = [
    ...teachersOf(spec, seeds).map(baseRecipe),
    ...seeds.flatMap((seed) => spec.students.flatMap((student) => recipesOf(student, seed))),
  ];
  return [...new Map(all.map((recipe) => [keyOf(recipe), recipe])).values()];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
