// Where `auto` trains: the fastest that works on this machine, found by looking, and for a graphics card by trying. Says why in
// one sentence.
import { agree, measureSpeed, secondsOf, type Moment, type Work } from '../experiment/processor/speed.ts';
import type { Processor } from '../experiment/processor/processor.ts';
import type { ProcessorName } from '../experiment/processor/processors.ts';
import { RunError } from '../experiment/records/run-error.ts';
import { OPENERS } from './openers.ts';
import type { Automatic, WebgpuAvailability } from './protocol.ts';

/** A moment of work. */
const MOMENT_MS = 60;
/** Networks that show what a graphics card can do. */
const MODELS_TOGETHER = 8;
/** So much faster must the processor be to be chosen before a graphics card: the page wants it, too. */
const CLEARLY = 1.2;

/** The best processor besides a graphics card. */
type Home = Omit<Automatic, 'because'> & Moment;

/** What is known of this machine, by this thread. */
export class Machine {
  #home: Promise<Home> | undefined;
  #card: Moment | undefined;

  /** Where `auto` would train, as far as can be said without opening a graphics card. */
  async automatic(webgpu: WebgpuAvailability): Promise<Automatic> {
    const { weights: _weights, ...home } = await this.home();
    if (webgpu.webgpu && !webgpu.device.software) {
      return {
        places: ['webgpu', ...home.places],
        device: webgpu.device,
        because: 'there is a graphics card',
        ...(this.#card && { speed: this.#card.speed }),
      };
    }
    const reason = webgpu.webgpu ? 'the only graphics adapter here is software' : 'no graphics card can be used here';
    return { ...home, because: home.places[0] === 'cpu' ? `${reason}, and no WebAssembly with SIMD` : reason };
  }

  /**
   * Whether a graphics card that was opened is the place for some work, or the processor is clearly faster.
   * @returns the sentence that says so
   * @throws RunError wrong-numbers where the card does not compute what the processor does
   */
  async compare(card: Processor, work: readonly Work[]): Promise<{ isTaken: boolean; because: string }> {
    const moment = await this.prove(card);
    const { places, speed } = await this.home();
    if (places[0] !== 'wasm' || !speed) return { isTaken: true, because: 'there is a graphics card' };
    const ratio = secondsOf(work, moment.speed) / secondsOf(work, speed);
    return ratio > CLEARLY
      ? { isTaken: false, because: `the processor is ${times(ratio)} as fast as the graphics card for this run` }
      : { isTaken: true, because: `the graphics card is ${times(1 / ratio)} as fast as the processor for this run` };
  }

  /** Holds a graphics card against the processor, once: some drivers compute wrong numbers without an error. */
  async prove(card: Processor): Promise<Moment> {
    if (this.#card) return this.#card;
    const moment = await momentOf(card, MODELS_TOGETHER);
    const { weights } = await this.home();
    if (!agree(moment.weights, weights)) {
      throw new RunError(
        'wrong-numbers',
        'The graphics card computes other numbers than the processor; its driver may be at fault.',
        `${moment.weights.slice(0, 4).join(' ')} … instead of ${weights.slice(0, 4).join(' ')} …`,
      );
    }
    this.#card = moment;
    return moment;
  }

  /** What this computer has besides WebGPU; looked at once. */
  home(): Promise<Home> {
    this.#home ??= lookAtHome();
    return this.#home;
  }
}

async function lookAtHome(): Promise<Home> {
  const places = ['wasm', 'cpu'] as const;
  for (const [index, place] of places.entries()) {
    try {
      const processor = await OPENERS[place].open(() => {});
      try {
        const { device, lanes } = processor;
        return { places: tail(places, index), device, ...(await momentOf(processor, lanes)) };
      } finally {
        processor.free();
      }
    } catch (error) {
      console.info(`Subliminal Lab: ${place} cannot be used here.`, String(error));
    }
  }
  throw new Error('this computer cannot even compute in plain JavaScript');
}

function tail(places: readonly ['wasm', 'cpu'], index: number): readonly [ProcessorName, ...ProcessorName[]] {
  return index === 0 ? places : [places[1]];
}

function momentOf(processor: Processor, models: number): Promise<Moment> {
  return measureSpeed(processor, models, { now: () => performance.now(), milliseconds: MOMENT_MS });
}

function times(factor: number): string {
  return factor < 9.95 ? `${factor.toFixed(1)} times` : `${Math.round(factor)} times`;
}
