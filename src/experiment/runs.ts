// How each experiment is run: one row each, beside its row in register.ts, which those can read that run nothing.
import type { DigitsSource } from './digits/data.ts';
import { openDigits } from './digits/session.ts';
import { DIGITS } from './digits/spec.ts';
import type { BaseSource } from './owls/bases/bases.ts';
import { openOwls } from './owls/session.ts';
import { OWLS } from './owls/spec.ts';
import type { RecordOf } from './register.ts';
import type { ExperimentName } from './signs.ts';
import type { Session } from './session.ts';

/** The data of a site or a folder, whatever experiment needs it; nothing is read before it is asked for. */
export interface Data {
  readonly digits: DigitsSource;
  readonly bases: BaseSource;
}

type Entries = Iterable<readonly [string, string]>;

/** Opens a run with settings in text form; mistakes in them are mended as everywhere. */
export const RUNS: { readonly [Name in ExperimentName]: (entries: Entries, data: Data) => Session<RecordOf[Name]> } = {
  digits: (entries, { digits }) => openDigits(DIGITS.parse(entries).spec, digits),
  owls: (entries, { bases }) => openOwls(OWLS.parse(entries).spec, bases),
};
