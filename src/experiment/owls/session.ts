// A run of the owls experiment whose networks can be asked while they train. After a lost device it starts again.
import type { Session } from '../session.ts';
import { ask, type Askable } from './asking.ts';
import type { BaseSource } from './bases/bases.ts';
import { CONTEXT } from './bases/network.ts';
import type { OwlsRecord } from './records.ts';
import { recipesFor, run } from './run.ts';
import { seedsOf } from '../spec/spec-table.ts';
import type { OwlsSpec } from './spec.ts';
import { PAD, VOCABULARY_SIZE } from './language/vocabulary.ts';

export function openOwls(spec: OwlsSpec, bases: BaseSource): Session<OwlsRecord> {
  return {
    // A whole run takes a minute or two.
    resumes: false,
    prefetch() {
      if (spec.pretraining !== 'shipped') return;
      for (const recipe of recipesFor(spec, seedsOf(spec))) bases.load(recipe).catch(() => {});
    },
    begin({ processor, pace }) {
      let askables: readonly Askable[] = [];
      const askable = (newest: readonly Askable[]) => {
        askables = newest;
      };
      return {
        records: run(spec, { processor, bases, pace, askable }),
        get ask() {
          if (askables.length === 0) return undefined;
          return async (tokens: readonly number[]) => (isQuestion(tokens) ? ask(askables, tokens) : []);
        },
      };
    },
  };
}

/** The page checks its words too, but a network reads memory at what it is given. */
function isQuestion(tokens: readonly number[]): boolean {
  const isWord = (id: number) => Number.isInteger(id) && id > PAD && id < VOCABULARY_SIZE;
  return tokens.length > 0 && tokens.length <= CONTEXT && tokens.every(isWord);
}
