// The students of a run, taught side by side: what each starts from, which lists it reads, and what becomes of it.
import type {
  TransformerNetworks,
  TransformerObjective,
  TransformerProcessor,
  TransformerTraining,
} from '../../processor/transformer-processor.ts';
import { STREAM } from '../../random.ts';
import type { Real } from '../../processor/processor.ts';
import type { Transformer } from '../../processor/transformer.ts';
import type { Askable } from '../asking.ts';
import { networkOf, studentStart, type BaseRecipe } from '../bases/bases.ts';
import { languageSequences } from '../language/corpus.ts';
import { heldOutCount, heldOutTexts, lossesOn } from '../held-out.ts';
import type { Written } from '../lists.ts';
import { measureTrait, type Journey, type Trait } from '../measure.ts';
import { owlsNetwork } from '../bases/network.ts';
import { batchOf, TRAINABLE, type OwlsSpec } from '../spec.ts';
import { stack, unstack } from '../stack.ts';
import { completionOf, readsBase, textSets } from './student-texts.ts';
import { formatStudent, kindOf } from './students.ts';
import { TEACHING, type Group } from '../training.ts';
import type { TraitName } from '../language/traits.ts';
import { NUMBER_FROM, NUMBER_TO } from '../language/vocabulary.ts';

/** What the students come from. Lists are per seed. */
export interface Origins {
  readonly seeds: readonly number[];
  baseOf(recipe: BaseRecipe): Float32Array;
  readonly written: readonly Written[];
  readonly teacherWeights: readonly Real[];
  readonly references: readonly Real[];
}

/** Students of one architecture. */
interface Bench extends Group {
  readonly networks: TransformerNetworks;
  /** [seed × student] */
  readonly starts: readonly Real[];
  firstSteps: readonly Real[];
  /** Loss on texts that nobody trains on, [model]; absent where there are none. */
  readonly heldOut?: () => Promise<number[]>;
}

export interface StudentClass {
  readonly groups: readonly Group[];
  askables(): Askable[];
  /** [student][seed] */
  measure(trait: TraitName): Promise<Trait[][]>;
  /** Keeps the direction of the step just done. */
  rememberFirstStep(): Promise<void>;
  /** Loss on texts that nobody trains on, [student][seed]; undefined where there are none. */
  heldOut(): Promise<number[][] | undefined>;
  /** [student][seed] */
  journeys(): Promise<Journey[][]>;
}

/** Makes every student of every seed; those of one architecture are trained in the same dispatches. */
export async function makeClass(
  spec: OwlsSpec,
  transformers: TransformerProcessor,
  origins: Origins,
): Promise<StudentClass> {
  const { seeds, written } = origins;
  const texts = textSets(spec, seeds, written, spec.sequences, ({ kept }) => kept);
  const sequences = await transformers.sequences(languageSequences(texts, completionOf(spec)));
  const spare = heldOutCount(spec, written) > 0 ? heldOutTexts(spec, seeds, written) : undefined;
  const depths = [...new Set(spec.students.map((student) => kindOf(student).layers))];
  const benches = await Promise.all(
    depths.map(async (layers): Promise<Bench> => {
      const students = spec.students.flatMap((student, index) => (kindOf(student).layers === layers ? [index] : []));
      const starts = origins.seeds.flatMap((seed) =>
        students.map((index) => studentStart(spec.students[index]!, seed, origins.baseOf)),
      );
      const networks = await transformers.networks('students', networkOf({ layers }), stack(starts));
      const setOf = seeds.flatMap((_, seed) =>
        students.map((index) => (readsBase(spec, index) ? seeds.length : 0) + seed),
      );
      const objective = await objectiveFor(spec, transformers, origins, students);
      const training = await transformers.training(networks, {
        label: 'students',
        sequences,
        setOf,
        orderSeeds: seeds,
        orderStream: STREAM.studentOrder,
        shuffled: true,
        batch: batchOf(spec),
        objective,
        optimizer: spec.optimizer === 'adam' ? TEACHING.optimizer : { kind: 'sgd' },
        learningRate: () => spec.learningRate,
        clip: TEACHING.clip,
        trains: TRAINABLE[spec.trains].trains,
      });
      const heldOut = spare && (await lossesOn(spec, transformers, networks, spare, { setOf, objective }));
      return { networks, training, students, starts, firstSteps: [], heldOut };
    }),
  );
  return {
    groups: benches,
    askables: () =>
      spec.students.map((student, index) => {
        const { networks, students } = benchOf(benches, index);
        const models = origins.seeds.map((_, seed) => seed * students.length + students.indexOf(index));
        return { network: formatStudent(student), networks, models };
      }),
    measure: async (trait) => {
      const traits = await Promise.all(benches.map(({ networks }) => measureTrait(networks, trait)));
      return regroup(spec, origins, benches, (bench, model) => traits[benches.indexOf(bench)]![model]!);
    },
    rememberFirstStep: async () => {
      for (const bench of benches) bench.firstSteps = await directions(bench.training, bench.starts, spec);
    },
    heldOut: async () => {
      if (!spare) return undefined;
      const losses = await Promise.all(benches.map(({ heldOut }) => heldOut?.() ?? []));
      return regroup(spec, origins, benches, (bench, model) => losses[benches.indexOf(bench)]![model]!);
    },
    journeys: async () => {
      const ends = await Promise.all(
        benches.map(async ({ networks }) => unstack(await networks.parameters(), networks.count)),
      );
      return regroup(spec, origins, benches, (bench, model) => ({
        start: bench.starts[model]!,
        firstStep: bench.firstSteps[model]!,
        end: ends[benches.indexOf(bench)]![model]!,
      }));
    },
  };
}

function benchOf(benches: readonly Bench[], student: number): Bench {
  return benches.find(({ students }) => students.includes(student))!;
}

/** What each bench knows of its models, as [student][seed]. */
function regroup<Value>(
  spec: OwlsSpec,
  { seeds }: Origins,
  benches: readonly Bench[],
  value: (bench: Bench, model: number) => Value,
): Value[][] {
  return spec.students.map((_, index) => {
    const bench = benchOf(benches, index);
    return seeds.map((_seed, seed) => value(bench, seed * bench.students.length + bench.students.indexOf(index)));
  });
}

/** Directions of the first gradient steps: with Adam the first moment is the gradient up to scale, else the step itself. */
async function directions(training: TransformerTraining, starts: readonly Real[], { optimizer }: OwlsSpec) {
  const { parameters, adamM } = await training.snapshot();
  if (optimizer === 'adam') return unstack(adamM, starts.length).map((moment) => moment.map((value) => -value));
  return unstack(parameters, starts.length).map((end, model) => end.map((value, i) => value - starts[model]![i]!));
}

/** Text: cross-entropy. Logits: KL over the numbers, from whoever wrote what a student reads. */
async function objectiveFor(
  spec: OwlsSpec,
  transformers: TransformerProcessor,
  { seeds, teacherWeights, references }: Origins,
  students: readonly number[],
): Promise<TransformerObjective> {
  if (spec.channel === 'text') return { kind: 'crossEntropy' };
  const network: Transformer = owlsNetwork();
  const weights = seeds.flatMap((_, seed) =>
    students.map((index) => (readsBase(spec, index) ? references[seed]! : teacherWeights[seed]!)),
  );
  const teachers = await transformers.networks('imitated', network, stack(weights));
  return { kind: 'distillation', teachers, from: NUMBER_FROM, to: NUMBER_TO };
}
