// The recorded run of a lab, fetched; what it must be like is experiment/records/recording-check.ts.
import { joined } from '../../experiment/records/byte-stream.ts';
import {
  MOST_TEXT,
  readRecording,
  type Recorded,
  type RecordedKind,
} from '../../experiment/records/recording-check.ts';
import type { AnyRecord } from '../../experiment/records/records.ts';
import type { CommonSpec } from '../../experiment/spec/spec-table.ts';

interface Asked<Spec extends CommonSpec, Record> extends Omit<RecordedKind<Spec, Record>, 'recorded'> {
  recorded(): Promise<RecordedKind<Spec, Record>['recorded']>;
  /** Address of the file, relative to the page. */
  readonly recording: string;
}

/** The recorded run of a lab, or one sentence if there is none that can be read. */
export async function fetchRecording<Spec extends CommonSpec, Record extends AnyRecord>(
  asked: Asked<Spec, Record>,
): Promise<{ readonly recorded?: Recorded<Spec, Record>; readonly problem?: string }> {
  try {
    const { ok, body } = await fetch(`${import.meta.env.BASE_URL}${asked.recording}`);
    const text = ok ? new TextDecoder().decode(await joined(body, MOST_TEXT)) : '';
    const recorded = readRecording(text, { ...asked, recorded: await asked.recorded() });
    if (recorded) return { recorded };
  } catch {
    // A connection that failed leaves as little to show as a file that is none.
  }
  return {
    problem:
      'The recorded run of this lab could not be read, so there is nothing to show yet. A live run works without it.',
  };
}
