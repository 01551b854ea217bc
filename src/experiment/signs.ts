// The signs of all experiments, in the order of their labs: the first row is what is meant where none is named. Whoever needs to
// run one finds it in register.ts.
import { DIGITS_SIGN } from './digits/sign.ts';
import { OWLS_SIGN } from './owls/sign.ts';

export const SIGNS = { digits: DIGITS_SIGN, owls: OWLS_SIGN } as const;

type Signs = typeof SIGNS;
export type ExperimentName = keyof Signs;

/** In the order of the table. */
export const EXPERIMENT_NAMES: readonly [ExperimentName, ...ExperimentName[]] = namesOf(SIGNS);

function namesOf(table: Signs): [ExperimentName, ...ExperimentName[]] {
  const isName = (name: string): name is ExperimentName => Object.hasOwn(table, name);
  const [first, ...rest] = Object.keys(table).filter(isName);
  if (first === undefined) throw new RangeError('there is no experiment');
  return [first, ...rest];
}
