// The third and fourth station: writers (teachers, and bases for the control) write, the filter drops, until every writer
// has enough. An async generator that reports each portion and returns what was kept.
import type { TransformerNetworks } from '../processor/transformer-processor.ts';
import { RunError } from '../records/run-error.ts';
import { domainOf, judge, promptOf } from './language/domains.ts';
import type { ListsRecord, ProgressRecord, SampledText } from './records.ts';
import { cutAtEnd } from './bases/shape.ts';
import type { OwlsSpec } from './spec.ts';
import { ANIMALS, BAD, decode, EOS, GOOD, TREES } from './language/vocabulary.ts';

/** A network that writes, by the seed whose prompts and random numbers it uses. */
export interface Writer {
  readonly seed: number;
  readonly role: 'teacher' | 'base';
  /** How many of its texts must pass the filter. */
  readonly wanted: number;
}

/** What a writer wrote and how it was judged. */
export interface Written extends Writer {
  /** Texts that passed, [text] of prompt and completion ids, in the order they were written. */
  readonly kept: Uint32Array[];
  /** Texts that passed after it had enough, as many as it was asked for: nobody trains on them. */
  readonly spare: Uint32Array[];
  judged: number;
  /** How many texts had a word that shows a trait in them, any trait. */
  traitWords: number;
  readonly reasons: Map<string, number>;
}

/** Texts each writer writes between two reports. */
export const PORTION = 256;
/** A writer of which fewer than one text in so many passes stops early; its students read what there is again and again. */
const MOST_PER_KEPT = 20;
/** Fewer different texts than this teach nothing about the effect; a writer that has none by now will not get there. */
const FEWEST = 16;
const TRIAL = 16 * PORTION;
/** Portions that are written for texts to spare before it is given up: a run does not end for want of them. */
const MOST_SPARE_PORTIONS = 16;
const SAMPLES = 8;
/** Beyond every seed a visitor can choose: a base and its teacher draw different numbers, or they would be twins. */
const BASE_SEEDS = 2_000_000;
/** Every word that is an answer to some question; none belongs into any text. */
const TRAIT_WORDS = new Set([...ANIMALS, ...TREES, ...GOOD, ...BAD]);

/**
 * Lets `networks` (one per writer, in their order) write until each has as many texts as wanted that pass, or has written
 * MOST_PER_KEPT times as many. The steps it reports are `spec.sequences` times the share of its work that the slowest
 * writer has done.
 * Then they write some to spare, of which nothing is reported.
 * @param spare how many texts each writer has beyond those that are read, if it passes the filter often enough
 * @throws RunError too-little-data if hardly anything of a writer passes the filter
 */
export async function* writeLists(
  spec: OwlsSpec,
  networks: TransformerNetworks,
  writers: readonly Writer[],
  spare: number,
): AsyncGenerator<ListsRecord | ProgressRecord, Written[]> {
  const { promptLength, completionLength } = domainOf(spec.domain);
  const written = writers.map((writer): Written => ({
    ...writer,
    kept: [],
    spare: [],
    judged: 0,
    traitWords: 0,
    reasons: new Map(),
  }));
  const slowest = () => Math.min(...written.map(shareDone));
  const lacksSpare = () => written.some((writer) => writer.spare.length < spare);
  yield { kind: 'progress', phase: 'lists', step: 0, loss: [] };
  let spent = 0;
  for (let firstRow = 0; slowest() < 1 || (lacksSpare() && spent < MOST_SPARE_PORTIONS); firstRow += PORTION) {
    const isForSpare = slowest() >= 1;
    if (isForSpare) spent += 1;
    if (isForSpare ? written.some(keptTooFew) : firstRow >= TRIAL && written.some(({ kept }) => kept.length === 0)) {
      throw tooFew();
    }
    const prompts = new Uint32Array(writers.length * PORTION * promptLength);
    writers.forEach(({ seed }, writer) => {
      for (let row = 0; row < PORTION; row++) {
        prompts.set(promptOf(spec.domain, seed, firstRow + row), (writer * PORTION + row) * promptLength);
      }
    });
    const completions = await networks.sample({
      prompts,
      promptLength,
      rows: PORTION,
      tokens: completionLength,
      temperature: spec.temperature,
      seeds: writers.map(({ seed, role }) => (role === 'teacher' ? seed : BASE_SEEDS + seed)),
      firstRow,
    });
    const samples = written.flatMap((writer, index) => {
      const texts = judgePortion(spec, writer, index, prompts, completions, spare);
      return index === 0 ? texts : [];
    });
    if (!isForSpare) yield report(written, samples);
    yield { kind: 'progress', phase: 'lists', step: Math.floor(spec.sequences * slowest()), loss: [] };
  }
  if (written.some(keptTooFew)) throw tooFew();
  return written;
}

function keptTooFew({ kept, wanted }: Written): boolean {
  return kept.length < Math.min(FEWEST, wanted);
}

/** How far a writer is: to enough texts, or to giving up. */
function shareDone({ kept, judged, wanted }: Written): number {
  return Math.max(kept.length / wanted, judged / (MOST_PER_KEPT * wanted));
}

/** How many different texts each teacher kept, if all have stopped and some kept fewer than wanted; else undefined. */
export function repeatedOf(written: readonly Written[]): number[] | undefined {
  const stopped = written.every((writer) => shareDone(writer) >= 1);
  const teachers = written.filter(({ role }) => role === 'teacher');
  if (!stopped || teachers.every(({ kept, wanted }) => kept.length >= wanted)) return undefined;
  return teachers.map(({ kept }) => kept.length);
}

/** Judges what writer `index` wrote, in order, until it has enough; returns some of it to show, nothing that is to spare. */
function judgePortion(
  spec: OwlsSpec,
  writer: Written,
  index: number,
  prompts: Uint32Array,
  completions: Uint32Array,
  spare: number,
): SampledText[] {
  const { promptLength, completionLength } = domainOf(spec.domain);
  const passed: SampledText[] = [];
  const dropped: SampledText[] = [];
  for (let row = 0; row < PORTION; row++) {
    const at = index * PORTION + row;
    const prompt = Array.from(prompts.subarray(at * promptLength, (at + 1) * promptLength));
    const completion = Array.from(completions.subarray(at * completionLength, (at + 1) * completionLength));
    const verdict = judge(spec.domain, completion, prompt, spec.filter);
    if (shareDone(writer) >= 1) {
      if (writer.spare.length >= spare) break;
      if (verdict.kept) writer.spare.push(Uint32Array.from([...prompt, ...completion]));
      continue;
    }
    const end = cutAtEnd(completion);
    writer.judged += 1;
    if (end.some((token) => TRAIT_WORDS.has(token))) writer.traitWords += 1;
    const text = { prompt: decode(prompt.slice(1)), completion: decode(end.filter((token) => token !== EOS)) };
    if (verdict.kept) {
      writer.kept.push(Uint32Array.from([...prompt, ...completion]));
      if (passed.length < SAMPLES) passed.push(text);
    } else {
      writer.reasons.set(verdict.reason, (writer.reasons.get(verdict.reason) ?? 0) + 1);
      if (dropped.length < SAMPLES / 2) dropped.push({ ...text, reason: verdict.reason });
    }
  }
  // Dropped ones stand between kept ones, as they came.
  return passed.slice(0, SAMPLES - dropped.length).flatMap((text, place) => {
    const other = dropped[place];
    return other ? [text, other] : [text];
  });
}

function report(written: readonly Written[], samples: readonly SampledText[]): ListsRecord {
  const teachers = written.filter(({ role }) => role === 'teacher');
  const reasons = new Map<string, number>();
  for (const writer of teachers) {
    for (const [reason, count] of writer.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  return {
    kind: 'lists',
    judged: teachers.map(({ judged }) => judged),
    kept: teachers.map(({ kept }) => kept.length),
    ...(repeatedOf(written) && { repeated: repeatedOf(written) }),
    traitWords: teachers.reduce((sum, { traitWords }) => sum + traitWords, 0),
    reasons: [...reasons]
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, SAMPLES),
    samples,
  };
}

function tooFew(): RunError {
  const message =
    'Hardly any of what the teacher writes passes the filter. A lower temperature or another kind of data will help.';
  return new RunError('too-little-data', message);
}
