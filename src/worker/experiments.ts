// What differs between the experiments: how a request becomes a spec, a trainer, data and records, and what is kept of a
// run that lost its device. One row each; the thread itself (worker.ts) knows none of it.
import { createCpuProcessor } from '../cpu/processor.ts';
import { run as runDigits, type Checkpoint } from '../experiment/digits/run.ts';
import { DIGITS } from '../experiment/digits/spec.ts';
import { ask, type Askable } from '../experiment/owls/asking.ts';
import { CONTEXT } from '../experiment/owls/network.ts';
import type { NetworkAnswer } from '../experiment/records.ts';
import { run as runOwls } from '../experiment/owls/run.ts';
import { OWLS } from '../experiment/owls/spec.ts';
import { PAD, VOCABULARY_SIZE } from '../experiment/owls/vocabulary.ts';
import type { Gpu } from '../gpu/device.ts';
import { createGpuProcessor } from '../gpu/processor.ts';
import { fetchBases } from './bases-fetch.ts';
import { fetchDigits } from './digits-fetch.ts';
import type { ExperimentName, RecordOf } from '../experiment/register.ts';
import type { RunRequest } from './protocol.ts';

/** Where a run trains: a device, or the processor if there is none. */
export interface Processor {
  readonly gpu: Gpu | undefined;
  /** Hears how many kernels of those asked for so far are compiled. */
  onCompiled(done: number, total: number): void;
}

/** A run as it was requested; begun again after a lost device. */
export interface Session {
  /** Whether another attempt goes on from somewhere. */
  readonly resumes: boolean;
  /** @param pace how many steps the next record may cover */
  begin(processor: Processor, pace: () => number): Attempt;
}

/** A run on one device, until it ends or the device is lost. */
export interface Attempt {
  readonly records: AsyncGenerator<RecordOf[ExperimentName]>;
  /** Answers a question; undefined as long as there are no networks that can be asked. */
  readonly ask: ((tokens: readonly number[]) => Promise<NetworkAnswer[]>) | undefined;
  /** Frees the networks. */
  free(): void;
}

interface Opening extends Pick<RunRequest, 'entries' | 'dataUrl'> {
  /** Hears the bytes of data that have arrived, of those that are needed. */
  onBytes(done: number, total: number): void;
}

export const EXPERIMENTS: Readonly<Record<ExperimentName, (opening: Opening) => Session>> = {
  digits: openDigits,
  owls: openOwls,
};

const digitsIn = perFolder(fetchDigits);
const basesIn = perFolder(fetchBases);

function openDigits({ entries, dataUrl, onBytes }: Opening): Session {
  const { spec } = DIGITS.parse(entries);
  const source = digitsIn(`${dataUrl}digits/`)(onBytes);
  let checkpoint: Checkpoint | undefined;
  const keep = (newest: Checkpoint) => {
    checkpoint = newest;
  };
  return {
    get resumes() {
      return checkpoint !== undefined;
    },
    begin({ gpu, onCompiled }, pace) {
      const processor = gpu ? createGpuProcessor(gpu, onCompiled) : createCpuProcessor('f32');
      // Only a GPU can be lost.
      const environment = { processor, source, pace, ...(gpu && { checkpoint: keep }) };
      return { records: runDigits(spec, environment, checkpoint), ask: undefined, free: () => processor.free() };
    },
  };
}

function openOwls({ entries, dataUrl, onBytes }: Opening): Session {
  const { spec } = OWLS.parse(entries);
  const bases = basesIn(`${dataUrl}bases/`)(onBytes);
  return {
    // A whole run takes a minute or two: it starts again.
    resumes: false,
    begin({ gpu, onCompiled }, pace) {
      const processor = gpu ? createGpuProcessor(gpu, onCompiled) : createCpuProcessor('f32');
      let askables: readonly Askable[] = [];
      const askable = (newest: readonly Askable[]) => {
        askables = newest;
      };
      return {
        records: runOwls(spec, { processor, bases, pace, askable }),
        get ask() {
          if (askables.length === 0) return undefined;
          return async (tokens: readonly number[]) => (isQuestion(tokens) ? ask(askables, tokens) : []);
        },
        free: () => processor.free(),
      };
    },
  };
}

/** The page checks its words too, but a network reads memory at what it is given. */
function isQuestion(tokens: readonly number[]): boolean {
  const isWord = (id: number) => Number.isInteger(id) && id > PAD && id < VOCABULARY_SIZE;
  return tokens.length > 0 && tokens.length <= CONTEXT && tokens.every(isWord);
}

/** Makes one source per folder and keeps it, so that all runs share its downloads. */
function perFolder<Source>(make: (folder: string) => Source): (folder: string) => Source {
  const sources = new Map<string, Source>();
  return (folder) => {
    const source = sources.get(folder) ?? make(folder);
    sources.set(folder, source);
    return source;
  };
}
