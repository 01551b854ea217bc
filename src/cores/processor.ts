// All cores as one processor: models are divided among them, and nothing a model computes depends on how many there are. What a
// core computes with is decided where it is opened.
import { mlpTensorBytes, transformerTensorBytes } from '../cpu/memory.ts';
import { checked } from '../experiment/processor/checked-processor.ts';
import {
  checkBytes,
  MOST_HOST_BYTES,
  sum,
  type MlpRunSize,
  type TransformerRunSize,
} from '../experiment/processor/memory.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import type { DeviceDescription } from '../experiment/processor/processors.ts';
import { Crew } from './crew.ts';
import type { Lane } from './lane.ts';
import { splitMlps, type SplitImages, type SplitMlps } from './split-mlps.ts';
import { splitTransformers, type SplitSequences, type SplitTransformers } from './split-transformers.ts';

/** Bytes of a number. */
const REAL = 4;

/**
 * Makes a processor of the cores at the other ends of `lanes`, which compute with `module`. The lanes stay open when it is freed.
 * @param describe what the badge says of so many cores at work
 */
export function createCoresProcessor(
  lanes: readonly Lane[],
  module: WebAssembly.Module,
  describe: (cores: number, models: number) => DeviceDescription,
): Processor {
  const crew = new Crew(lanes, module);
  let models = Infinity;
  const take = (most: number, eachCore: number, pageSide: number): void => {
    checkBytes('all cores and the page’s side', eachCore * Math.min(crew.cores, most) + pageSide, MOST_HOST_BYTES);
    crew.reserve(eachCore);
    models = most;
  };
  return checked<SplitMlps, SplitImages, SplitTransformers, SplitSequences>({
    get device() {
      return describe(Math.min(crew.cores, models), models);
    },
    lanes: crew.cores,
    mlps: splitMlps(crew, (size) => {
      const states = REAL * 3 * (2 * size.seeds + size.students) * size.architecture.parameters.size;
      take(Math.max(size.seeds, size.students), mlpShare(size, crew.cores), states);
    }),
    transformers: splitTransformers(crew, (size) => {
      const states = sum(size.stages.map((stage) => stage.models * stage.architecture.parameters.size));
      const most = Math.max(...size.stages.map((stage) => stage.models));
      take(most, transformerTensorBytes(shareOf(size, crew.cores), REAL), 2 * REAL * states);
    }),
    free: () => crew.free(),
  });
}

/** Bytes of the core that has most to do. */
function mlpShare(size: MlpRunSize, cores: number): number {
  const students = Math.ceil(size.students / cores);
  const perSeed = size.students / size.seeds;
  // Seeds that a core trains the teachers of, or has students of; a cut group counts on both sides.
  const seeds = Math.min(size.seeds, Math.max(Math.ceil(size.seeds / cores), Math.ceil(students / perSeed) + 1));
  // Where a core has few students of many seeds, a group is still as large as it was.
  const group = Math.min(students, Math.ceil(perSeed)) * 3;
  const units = sum(size.architecture.sizes.slice(1));
  const groups = REAL * size.batch * 2 * group * units;
  // Teachers come as copies to whoever imitates them.
  const copies = REAL * seeds * size.architecture.parameters.size;
  return mlpTensorBytes({ ...size, seeds, students }, REAL) + groups + copies;
}

function shareOf(size: TransformerRunSize, cores: number): TransformerRunSize {
  return {
    ...size,
    stages: size.stages.map((stage) => ({ ...stage, models: Math.ceil(stage.models / cores) })),
  };
}
