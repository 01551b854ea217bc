// In front of every processor: what none of them does is refused once and in the same words, whatever computes behind it.
import type { ImageSet, MlpNetworks, MlpProcessor } from './mlp-processor.ts';
import { checkedMlps } from './checked-mlps.ts';
import { checkedTransformers } from './checked-transformers.ts';
import type { Processor } from './processor.ts';
import type { SequenceSet, TransformerNetworks, TransformerProcessor } from './transformer-processor.ts';

/** A processor that takes what it is given as right, and gets back what it made itself. */
export interface UncheckedProcessor<
  Mlps extends MlpNetworks<Images>,
  Images extends ImageSet,
  Transformers extends TransformerNetworks,
  Sequences extends SequenceSet,
> extends Pick<Processor, 'device' | 'lanes' | 'free'> {
  readonly mlps: MlpProcessor<Mlps, Images>;
  readonly transformers: TransformerProcessor<Transformers, Sequences>;
}

/**
 * The processor, with its refusals: RangeError with a sentence for sizes and numbers, TypeError for networks, images and
 * sequences of another processor. A training is passed on as it is: nothing is between a run and its steps.
 */
export function checked<
  Mlps extends MlpNetworks<Images>,
  Images extends ImageSet,
  Transformers extends TransformerNetworks,
  Sequences extends SequenceSet,
>(processor: UncheckedProcessor<Mlps, Images, Transformers, Sequences>): Processor {
  const { mlps, transformers, free } = processor;
  return {
    // What is at work may be known only when it is known how large a run is.
    get device() {
      return processor.device;
    },
    lanes: processor.lanes,
    mlps: checkedMlps(mlps),
    transformers: checkedTransformers(transformers),
    free,
  };
}
