// The recorded run of the digits lab, as a visitor sees it, and a run of which nothing has been heard yet; for tests in a browser.
import { fetchRecording } from '../run/recording.ts';
import { DIGITS_LAB } from './lab.ts';
import { addDigits, emptyDigits, type DigitsRun } from './state.ts';

const { recorded, problem } = await fetchRecording(DIGITS_LAB);
if (!recorded) throw new Error(problem);

export const EMPTY: DigitsRun = emptyDigits(recorded.spec);

export const RECORDED: DigitsRun = recorded.recording.records.reduce(
  (run, { record, seconds }) => addDigits(run, record, seconds),
  emptyDigits(recorded.spec, 'recorded', 'finished'),
);
