// How a processor refuses what it was asked for: in a sentence, before anything is made. What both families of networks
// check is here; what they ask of their own is in checked-mlps.ts and checked-transformers.ts.
import type { Real, Snapshot } from './arithmetic.ts';

const refusals = new WeakSet<Error>();

/** An error, remembered as a refusal: nothing is wrong with the processor that throws it. */
export function refusal<Refused extends Error>(error: Refused): Refused {
  refusals.add(error);
  return error;
}

/** Whether an error is the mistake of whoever asked, and no failure of a device. */
export function isRefusal(error: Error): boolean {
  return refusals.has(error);
}

/** Throws RangeError unless `value` is a whole number from `least` to `most`. */
export function checkWhole(what: string, value: number, least: number, most = Infinity): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw refusal(
    new RangeError(
      `${what} must be a whole number from ${least}${most < Infinity ? ` to ${most}` : ' on'}, not ${value}`,
    ),
  );
}

/** Throws RangeError unless there are as many `values` as there should be. */
export function checkLength(what: string, { length }: ArrayLike<unknown>, expected: number): void {
  if (length !== expected) throw refusal(new RangeError(`${what}: ${length} values, where ${expected} are needed`));
}

/** Throws RangeError unless `parameters` are those of one or more whole networks. */
export function checkParameters({ length }: Real, size: number): void {
  if (length > 0 && length % size === 0) return;
  throw refusal(new RangeError(`${length} parameters are no whole number of networks of ${size}`));
}

/** Throws RangeError unless the models can be divided into as many groups as there are order seeds. */
export function checkGroups(orderSeeds: readonly number[], models: number): void {
  if (orderSeeds.length > 0 && models % orderSeeds.length === 0) return;
  throw refusal(new RangeError(`${orderSeeds.length} order seeds do not divide ${models} models`));
}

/** Throws RangeError unless from … to-1 are some of `most` logits. */
export function checkLogits(from: number, to: number, most: number): void {
  checkWhole('the first imitated logit', from, 0, most - 1);
  checkWhole('the end of the imitated logits', to, from + 1, most);
}

/** Throws RangeError unless every token is a word of the vocabulary. */
export function checkTokens(what: string, tokens: ArrayLike<number>, vocabulary: number): void {
  for (let at = 0; at < tokens.length; at++) checkWhole(what, tokens[at]!, 0, vocabulary - 1);
}

/** Throws RangeError unless a training of as many networks can go on from `snapshot`. */
export function checkSnapshot({ step, parameters, adamM, adamV }: Snapshot, parametersOfAll: number): void {
  checkWhole('the step of a snapshot', step, 0);
  for (const values of [parameters, adamM, adamV]) checkLength('a snapshot', values, parametersOfAll);
}

/** What a processor made, by what stands for it outside. */
export class Made<Outside extends object, Inside> {
  readonly #what: string;
  readonly #inside = new WeakMap<Outside, Inside>();

  constructor(what: string) {
    this.#what = what;
  }

  /** Remembers `inside`, and returns what stands for it. */
  keep(outside: Outside, inside: Inside): Outside {
    this.#inside.set(outside, inside);
    return outside;
  }

  /** What `outside` stands for. Throws TypeError if this processor did not make it. */
  of(outside: Outside): Inside {
    const inside = this.#inside.get(outside);
    if (inside === undefined) throw refusal(new TypeError(`${this.#what} of another processor`));
    return inside;
  }
}
