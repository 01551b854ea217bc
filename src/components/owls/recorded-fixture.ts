// The recorded run of the owls lab, as a visitor sees it, and a run of which nothing has been heard yet; for tests in a browser.
import { fetchRecording } from '../run/recording.ts';
import { OWLS_LAB } from './lab.ts';
import { addOwls, emptyOwls, type OwlsRun } from './state.ts';

const { recorded, problem } = await fetchRecording(OWLS_LAB);
if (!recorded) throw new Error(problem);

export const EMPTY: OwlsRun = emptyOwls(recorded.spec);

export const RECORDED: OwlsRun = recorded.recording.records.reduce(
  (run, { record, seconds }) => addOwls(run, record, seconds),
  emptyOwls(recorded.spec, 'recorded', 'finished'),
);
