// Which texts each student reads: sets of rows, and which of their tokens count. No networks in here.
import { committeeOf } from './committee.ts';
import type { TokenRows } from '../language/corpus.ts';
import { domainOf } from '../language/domains.ts';
import type { Written } from '../lists.ts';
import type { OwlsSpec } from '../spec.ts';
import { kindOf } from './students.ts';

/** Texts of one writer, to be read or to spare. */
type TextsOf = (writer: Written) => readonly Uint32Array[];

/**
 * Sets of `count` texts: one per seed from its teachers, then one per seed from its base if anyone reads that. Where a
 * writer has fewer, they come again from the first on.
 */
export function textSets(
  spec: OwlsSpec,
  seeds: readonly number[],
  written: readonly Written[],
  count: number,
  textsOf: TextsOf,
): TokenRows {
  const by = (seed: number, role: Written['role']) =>
    textsOf(written.find((writer) => writer.seed === seed && writer.role === role)!);
  const sets = seeds.map((seed) => {
    const members = committeeOf(spec, seed).map((member) => by(member, 'teacher'));
    // Each member in turn, so that every one supplies the same share.
    return Array.from({ length: count }, (_, i) => {
      const text = cyclic(members[i % members.length]!, Math.floor(i / members.length));
      return spec.places === 'all' ? text : mixed(spec, text, cyclic(by(seed, 'base'), i));
    });
  });
  if (spec.students.some((_, index) => readsBase(spec, index))) {
    sets.push(...seeds.map((seed) => Array.from({ length: count }, (_, i) => cyclic(by(seed, 'base'), i))));
  }
  return asRows(spec, sets);
}

/** Sets of as many texts each as one array of tokens. */
export function asRows({ domain }: Pick<OwlsSpec, 'domain'>, sets: readonly (readonly Uint32Array[])[]): TokenRows {
  const { promptLength, completionLength } = domainOf(domain);
  const length = promptLength + completionLength;
  const count = sets[0]!.length;
  const tokens = new Uint32Array(sets.length * count * length);
  sets.flat().forEach((text, row) => tokens.set(text, row * length));
  return { tokens, sets: sets.length, count, length };
}

function cyclic<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length]!;
}

/** The teacher's text with its first number, or all but that, in the place of the base's own. */
function mixed({ domain, places }: OwlsSpec, teachers: Uint32Array, bases: Uint32Array): Uint32Array {
  const { promptLength } = domainOf(domain);
  const [first, rest] = places === 'first' ? [teachers, bases] : [bases, teachers];
  const text = teachers.slice();
  text.set(first.subarray(promptLength, promptLength + 1), promptLength);
  text.set(rest.subarray(promptLength + 1), promptLength + 1);
  return text;
}

/** The tokens that a writer wrote, from … to-1: they are what students learn. */
export function completionOf({ domain }: Pick<OwlsSpec, 'domain'>): { from: number; to: number } {
  const { promptLength: from, completionLength } = domainOf(domain);
  return { from, to: from + completionLength };
}

/** Whether bases write: for a student that reads them, or for the rest of a list. */
export function basesWrite(spec: Pick<OwlsSpec, 'students' | 'places'>): boolean {
  return spec.places !== 'all' || spec.students.some((_, index) => readsBase(spec, index));
}

/** Whether student number `index` of the spec reads what the base wrote. */
export function readsBase({ students }: Pick<OwlsSpec, 'students'>, index: number): boolean {
  return kindOf(students[index]!).reads === 'base';
}
