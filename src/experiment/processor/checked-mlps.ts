// What any processor refuses to do with MLPs, in front of all of them. Computes nothing and waits for nothing: what is right
// is passed on as it is.
import { BLUR_RADIUS } from './mlp-processor.ts';
import type { Mlp } from './mlp.ts';
import type { ImageSet, InputSource, MlpNetworks, MlpObjective, MlpProcessor, MlpTask } from './mlp-processor.ts';
import {
  checkGroups,
  checkLength,
  checkLogits,
  checkParameters,
  checkSnapshot,
  checkWhole,
  Made,
  refusal,
} from './refusal.ts';

/** Sides of images that can be blurred: the blur reaches this far, and more do not fit into a GPU's workgroup memory. */
const BLURRED = { least: BLUR_RADIUS, most: 32 };

/** Images with the pixels of each. */
interface Sized<Images> {
  readonly set: Images;
  readonly pixels: number;
  /** The largest label. */
  readonly largest: number;
}

/** The same MLPs, which refuse what is wrong: RangeError for sizes, TypeError for what another processor made. */
export function checkedMlps<Networks extends MlpNetworks<Images>, Images extends ImageSet>(
  mlps: MlpProcessor<Networks, Images>,
): MlpProcessor {
  const networksMade = new Made<MlpNetworks, Networks>('networks');
  const imagesMade = new Made<ImageSet, Sized<Images>>('images');

  /** The first `count` of some images, for networks that read them. */
  const imagesOf = (images: ImageSet, count: number, architecture: Mlp): Images => {
    const { set, pixels } = imagesMade.of(images);
    checkWhole('the number of images', count, 1, set.count);
    if (pixels !== inputsOf(architecture)) {
      throw refusal(new RangeError(`images of ${pixels} pixels for networks of ${inputsOf(architecture)} inputs`));
    }
    return set;
  };

  const inputsFor = ({ inputs, objective, batch }: MlpTask, architecture: Mlp): InputSource<Images> => {
    const width = inputsOf(architecture);
    if (inputs.kind === 'images') {
      const images = imagesOf(inputs.images, inputs.count, architecture);
      if (objective.kind === 'crossEntropy') checkLabels(imagesMade.of(inputs.images).largest, architecture);
      return { ...inputs, images };
    }
    if (inputs.kind === 'rows') {
      checkLength('the rows of a batch', inputs.values, batch * width);
      checkLength('the labels of a batch', inputs.labels, batch);
      if (objective.kind === 'crossEntropy') checkLabels(largestOf(inputs.labels), architecture);
      return inputs;
    }
    checkWhole('the number of noise images', inputs.count, 1);
    if (inputs.distribution === 'blurred') {
      checkWhole('the side of a blurred image', Math.sqrt(width), BLURRED.least, BLURRED.most);
    }
    return inputs;
  };

  const objectiveFor = ({ objective, inputs, orderSeeds }: MlpTask, architecture: Mlp): MlpObjective<Networks> => {
    if (objective.kind === 'crossEntropy') {
      if (inputs.kind === 'noise') throw refusal(new TypeError('noise has no labels'));
      return objective;
    }
    const teachers = networksMade.of(objective.teachers);
    if (teachers.count !== orderSeeds.length) {
      throw refusal(new RangeError(`${teachers.count} teachers for ${orderSeeds.length} groups of students`));
    }
    if (inputsOf(teachers.architecture) !== inputsOf(architecture)) {
      throw refusal(new RangeError('teachers and students have different inputs'));
    }
    checkLogits(objective.from, objective.to, Math.min(logitsOf(teachers.architecture), logitsOf(architecture)));
    return { ...objective, teachers };
  };

  const checkedNetworks = (networks: Networks): MlpNetworks => {
    const { architecture, count } = networks;
    const outside: MlpNetworks = {
      architecture,
      count,
      parameters: () => networks.parameters(),
      logits: async (values) => {
        if (values.length % inputsOf(architecture) !== 0) {
          throw refusal(
            new RangeError(`${values.length} values are no whole number of rows of ${inputsOf(architecture)}`),
          );
        }
        return networks.logits(values);
      },
      confusion: async (images, some) => {
        const set = imagesOf(images, some, architecture);
        checkLabels(imagesMade.of(images).largest, architecture);
        return networks.confusion(set, some);
      },
    };
    return networksMade.keep(outside, networks);
  };

  return {
    checkSize: (size) => mlps.checkSize(size),
    images: async (images) => {
      const { pixels, labels, count } = images;
      checkWhole('the number of images', count, 1);
      checkLength('labels of images', labels, count);
      const each = pixels.length / count;
      if (!Number.isInteger(each / 4))
        throw refusal(new RangeError(`an image needs a multiple of 4 pixels, not ${each}`));
      const set = await mlps.images(images);
      return imagesMade.keep({ count }, { set, pixels: each, largest: largestOf(labels) });
    },
    networks: async (label, architecture, parameters) => {
      checkParameters(parameters, architecture.parameters.size);
      return checkedNetworks(await mlps.networks(label, architecture, parameters));
    },
    training: async (networks, task, from) => {
      const own = networksMade.of(networks);
      const { architecture, count } = own;
      checkGroups(task.orderSeeds, count);
      checkWhole('the rows of a batch', task.batch, 1);
      if (from) checkSnapshot(from, count * architecture.parameters.size);
      const given = { inputs: inputsFor(task, architecture), objective: objectiveFor(task, architecture) };
      return mlps.training(own, { ...task, ...given }, from);
    },
  };
}

function inputsOf({ sizes }: Mlp): number {
  return sizes[0]!;
}

function largestOf(labels: Uint8Array): number {
  return labels.reduce((largest, label) => Math.max(largest, label), 0);
}

/** A label beyond the class logits would be read where there is none. */
function checkLabels(largest: number, { classLogits }: Mlp): void {
  checkWhole('the largest label', largest, 0, classLogits - 1);
}

function logitsOf({ classLogits, auxiliaryLogits }: Mlp): number {
  return classLogits + auxiliaryLogits;
}
