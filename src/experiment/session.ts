// A run as it was asked for, and each attempt at it on one processor: what whoever pulls records needs, whatever the experiment.
import type { Processor } from './processor/processor.ts';
import type { NetworkAnswer } from './records/records.ts';

/** What an attempt is given: a processor and a pace. */
interface Start {
  readonly processor: Processor;
  /** How many steps the next record may cover, at least 1. */
  pace(): number;
}

/** A run as it was asked for; begun again after a lost device. */
export interface Session<Record> {
  /** Whether another attempt goes on from somewhere. */
  readonly resumes: boolean;
  /** Begins to fetch what the first step waits for. What fails is tried again, and told, when the run asks for it. */
  prefetch(): void;
  begin(start: Start): Attempt<Record>;
}

/** A run on one processor, until it ends or the device is lost. */
export interface Attempt<Record> {
  /** Not pulling is pause, returning is stop. */
  readonly records: AsyncGenerator<Record>;
  /** Answers a question; undefined as long as there are no networks that can be asked. */
  readonly ask: ((tokens: readonly number[]) => Promise<NetworkAnswer[]>) | undefined;
}
