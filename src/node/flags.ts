// Reads `--name value`, `--name=value` and `--switch` from a command line. Strict: anything else is a usage error.
import { shorten } from '../experiment/spec/fields.ts';

/** A mistake of whoever typed the command: one sentence, exit code 2. */
export class UsageError extends Error {}

export interface Flags {
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
}

/**
 * Reads the words after the command.
 * @param valueFlags flags that take a value, with a line of help each
 * @param switchFlags flags that stand alone
 * @throws UsageError for an unknown flag, a missing or surplus value, or a word that is no flag
 */
export function readFlags(
  words: readonly string[],
  valueFlags: ReadonlyMap<string, string>,
  switchFlags: ReadonlyMap<string, string>,
): Flags {
  const values = new Map<string, string>();
  const switches = new Set<string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const [, name = '', , attached] = /^--([^=]*)(=(.*))?$/s.exec(word) ?? [];
    if (switchFlags.has(name)) {
      if (attached !== undefined) throw new UsageError(`--${name} takes no value.`);
      switches.add(name);
    } else if (valueFlags.has(name)) {
      const value = attached ?? words[++i];
      if (!value || (attached === undefined && value.startsWith('--'))) {
        throw new UsageError(`--${name} needs a value.`);
      }
      values.set(name, value);
    } else {
      const known = [...valueFlags.keys(), ...switchFlags.keys()].map((flag) => `--${flag}`).join(', ');
      throw new UsageError(`There is no flag “${shorten(word)}”; the flags are ${known}.`);
    }
  }
  return { values, switches };
}

/** One line per flag. */
export function flagsHelp(...tables: readonly ReadonlyMap<string, string>[]): string {
  const rows = tables.flatMap((table) => [...table]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, help]) => `  --${name.padEnd(width)}  ${help}`).join('\n');
}

/**
 * What a flag chooses among names, or `fallback` where it is not given.
 * @throws UsageError for any other word
 */
export function chosen<Name extends string>(
  values: ReadonlyMap<string, string>,
  flag: string,
  names: readonly Name[],
  fallback: Name,
): Name {
  const word = values.get(flag) ?? fallback;
  const name = names.find((known) => known === word);
  if (name === undefined) throw new UsageError(`--${flag} must be ${listed(names)}, not “${shorten(word)}”.`);
  return name;
}

/** "a, b or c" */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
