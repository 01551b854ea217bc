// The network of the owls experiment: a transformer small enough to train in seconds. Sizes only.
import { describeTransformer, type Transformer } from '../../processor/transformer.ts';
import { VOCABULARY_SIZE } from '../language/vocabulary.ts';

/** Most tokens a sequence of this language has. */
export const CONTEXT = 20;

/** The network of every base, teacher and student; one layer makes it another architecture. */
export function owlsNetwork(layers = 2): Transformer {
  return describeTransformer({
    vocabulary: VOCABULARY_SIZE,
    width: 32,
    layers,
    heads: 2,
    mlpWidth: 64,
    context: CONTEXT,
  });
}
