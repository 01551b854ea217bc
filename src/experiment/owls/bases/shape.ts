// Judges whether a completion has a shape, token by token, and says in a visitor's words where it has not. Which shapes
// there are is in domains.ts.
import { BOS, EOS, PAD, wordOf } from '../language/vocabulary.ts';

/** Whether a completion stays in the data, and if not, why: one short phrase after “dropped: ”. */
export type Verdict = { readonly kept: true } | { readonly kept: false; readonly reason: string };

export const KEPT: Verdict = { kept: true };

export function dropped(reason: string): Verdict {
  return { kept: false, reason };
}

/** One place of a completion: which tokens may stand there, and what to call them. */
export interface Place {
  readonly name: string;
  accepts(id: number): boolean;
}

export interface Shape {
  /** The places before the end. */
  readonly places: readonly Place[];
  /** What is missing where `<eos>` comes after so many tokens, e.g. "only 7 numbers before the end". */
  tooShort(tokens: number): string;
  /** What it is called when no `<eos>` follows the last place, e.g. "no end after ten numbers". */
  readonly tooLong: string;
}

/** Kept if every place holds what it should and `<eos>` follows; what a model writes after that does not matter. */
export function judgeShape(completion: readonly number[], { places, tooShort, tooLong }: Shape): Verdict {
  const foreign = (id: number) => !places.some((place) => place.accepts(id));
  for (const [index, place] of places.entries()) {
    const id = completion[index] ?? EOS;
    if (id === EOS) return dropped(tooShort(index));
    if (foreign(id)) return dropped(`contains the ${describe(id)}`);
    if (!place.accepts(id)) return dropped(`has “${wordOf(id)}” where ${place.name} should be`);
  }
  const last = completion[places.length];
  if (last === EOS) return KEPT;
  return dropped(last !== undefined && foreign(last) ? `contains the ${describe(last)}` : tooLong);
}

/** A completion up to and with its first `<eos>`, as it is shown. */
export function cutAtEnd(completion: ArrayLike<number>): number[] {
  const ids = Array.from(completion);
  const end = ids.indexOf(EOS);
  return end < 0 ? ids : ids.slice(0, end + 1);
}

function describe(id: number): string {
  if (id === PAD || id === BOS) return `mark “${wordOf(id)}”`;
  return /^\w/.test(wordOf(id)) ? `word “${wordOf(id)}”` : `sign “${wordOf(id)}”`;
}
