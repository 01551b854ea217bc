// What any processor refuses to do with transformers, in front of all of them. Computes nothing and waits for nothing: what
// is right is passed on as it is.
import {
  checkGroups,
  checkLength,
  checkLogits,
  checkParameters,
  checkSnapshot,
  checkTokens,
  checkWhole,
  Made,
  refusal,
} from './refusal.ts';
import type { Transformer } from './transformer.ts';
import type {
  SampleRequest,
  SequenceSet,
  TransformerNetworks,
  TransformerObjective,
  TransformerProcessor,
  TransformerTask,
} from './transformer-processor.ts';

/** Sequences with the largest token in them. */
interface Spoken<Set> {
  readonly set: Set;
  readonly largest: number;
}

/** The same transformers, which refuse what is wrong: RangeError for sizes, TypeError for what another processor made. */
export function checkedTransformers<Networks extends TransformerNetworks, Set extends SequenceSet>(
  transformers: TransformerProcessor<Networks, Set>,
): TransformerProcessor {
  const networksMade = new Made<TransformerNetworks, Networks>('networks');
  const sequencesMade = new Made<SequenceSet, Spoken<Set>>('sequences');

  const sequencesFor = ({ sequences, batch, setOf }: TransformerTask, { architecture, count }: Networks): Set => {
    const { set, largest } = sequencesMade.of(sequences);
    checkWhole('the length of a sequence', set.length, 1, architecture.context);
    checkWhole('the sequences of a batch', batch, 1, set.count);
    checkLength('which set each model reads', setOf, count);
    for (const number of setOf) checkWhole('a set that a model reads', number, 0, set.sets - 1);
    checkWhole('a token', largest, 0, architecture.vocabulary - 1);
    return set;
  };

  const objectiveFor = (
    { objective, sequences }: TransformerTask,
    students: Networks,
  ): TransformerObjective<Networks> => {
    if (objective.kind === 'crossEntropy') return objective;
    const teachers = networksMade.of(objective.teachers);
    const { vocabulary, context } = teachers.architecture;
    if (teachers.count !== students.count) {
      throw refusal(
        new RangeError(`${teachers.count} teachers for ${students.count} students; each needs one of its own`),
      );
    }
    if (vocabulary !== students.architecture.vocabulary)
      throw refusal(new RangeError('teachers speak another vocabulary'));
    checkWhole('the length of a sequence for its teacher', sequences.length, 1, context);
    checkLogits(objective.from, objective.to, vocabulary);
    return { ...objective, teachers };
  };

  const checkedNetworks = (networks: Networks): TransformerNetworks => {
    const { architecture, count } = networks;
    const outside: TransformerNetworks = {
      architecture,
      count,
      parameters: () => networks.parameters(),
      nextLogits: async (sequences) => {
        for (const sequence of sequences) {
          checkWhole('the tokens of a sequence', sequence.length, 1, architecture.context);
          checkTokens('a token', sequence, architecture.vocabulary);
        }
        return networks.nextLogits(sequences);
      },
      sample: async (request) => {
        checkRequest(request, architecture, count);
        return networks.sample(request);
      },
    };
    return networksMade.keep(outside, networks);
  };

  return {
    checkSize: (size) => transformers.checkSize(size),
    sequences: async (sequences) => {
      const { tokens, targets, sets, count, length } = sequences;
      checkWhole('the number of sets', sets, 1);
      checkWhole('the number of sequences', count, 1);
      checkWhole('the length of a sequence', length, 1);
      checkLength(`tokens of ${sets} × ${count} × ${length}`, tokens, sets * count * length);
      checkLength(`targets of ${sets} × ${count} × ${length}`, targets, sets * count * length);
      const largest = Math.max(largestOf(tokens), largestOf(targets));
      const set = await transformers.sequences(sequences);
      return sequencesMade.keep({ sets, count, length }, { set, largest });
    },
    networks: async (label, architecture, parameters) => {
      checkParameters(parameters, architecture.parameters.size);
      return checkedNetworks(await transformers.networks(label, architecture, parameters));
    },
    training: async (networks, task, from) => {
      const own = networksMade.of(networks);
      checkGroups(task.orderSeeds, own.count);
      if (!(task.clip > 0)) throw refusal(new RangeError(`gradients must be clipped to more than 0, not ${task.clip}`));
      if (from) checkSnapshot(from, own.count * own.architecture.parameters.size);
      const given = { sequences: sequencesFor(task, own), objective: objectiveFor(task, own) };
      return transformers.training(own, { ...task, ...given }, from);
    },
  };
}

function checkRequest(request: SampleRequest, { vocabulary, context }: Transformer, models: number): void {
  const { prompts, promptLength, rows, tokens, temperature, seeds, firstRow } = request;
  checkWhole('the tokens of a prompt', promptLength, 1, context);
  checkWhole('the tokens behind a prompt', tokens, 1, context - promptLength);
  checkWhole('the number of rows', rows, 1);
  checkWhole('the number of the first row', firstRow, 0);
  checkLength('prompts', prompts, models * rows * promptLength);
  checkTokens('a token', prompts, vocabulary);
  checkLength('seeds', seeds, models);
  if (!(temperature > 0 && temperature < Infinity)) {
    throw refusal(new RangeError(`the temperature must be above 0, not ${temperature}`));
  }
}

function largestOf(tokens: Uint32Array): number {
  return tokens.reduce((most, token) => Math.max(most, token), 0);
}
