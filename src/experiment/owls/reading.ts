// What the students of a run read: kept texts of their teachers, of the base, or of both put together. Who wrote them and
// what was dropped is lists.ts.
import { committeeOf } from './committee.ts';
import type { TokenRows } from './corpus.ts';
import { domainOf } from './domains.ts';
import type { Written } from './lists.ts';
import type { OwlsSpec } from './spec.ts';
import { kindOf } from './students.ts';

/** Whose texts there are. */
export interface Origins {
  readonly seeds: readonly number[];
  readonly written: readonly Pick<Written, 'seed' | 'role' | 'kept'>[];
}

/**
 * The kept texts as sets: one per seed from its teachers, then one per seed from its base if anyone reads that. Where a
 * writer kept too few, they come again from the first on.
 */
export function readingOf(spec: OwlsSpec, { seeds, written }: Origins): TokenRows {
  const { promptLength, completionLength } = domainOf(spec.domain);
  const length = promptLength + completionLength;
  const by = (seed: number, role: Written['role']) =>
    written.find((writer) => writer.seed === seed && writer.role === role)!.kept;
  const sets = seeds.map((seed) => {
    const members = committeeOf(spec, seed).map((member) => by(member, 'teacher'));
    // Each member in turn, so that every one supplies the same share.
    return Array.from({ length: spec.sequences }, (_, i) => {
      const text = cyclic(members[i % members.length]!, Math.floor(i / members.length));
      return spec.places === 'all' ? text : mixed(spec, text, cyclic(by(seed, 'base'), i));
    });
  });
  if (spec.students.some((_, index) => readsBase(spec, index))) {
    sets.push(...seeds.map((seed) => Array.from({ length: spec.sequences }, (_, i) => cyclic(by(seed, 'base'), i))));
  }
  const tokens = new Uint32Array(sets.length * spec.sequences * length);
  sets.flat().forEach((text, row) => tokens.set(text, row * length));
  return { tokens, sets: sets.length, count: spec.sequences, length };
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
export function completionOf({ domain }: OwlsSpec): { from: number; to: number } {
  const { promptLength: from, completionLength } = domainOf(domain);
  return { from, to: from + completionLength };
}

/** Whether student number `index` of the spec reads what the base wrote. */
export function readsBase({ students }: OwlsSpec, index: number): boolean {
  return kindOf(students[index]!).reads === 'base';
}
