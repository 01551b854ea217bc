// Where the small charts of answers stand, for a given width in pixels. Pure numbers, so that it can be tested.
import { linear, type Linear } from './linear.ts';

export interface AnswerLayout {
  readonly columns: number;
  readonly height: number;
  /** Corner of a panel. */
  left(panel: number): number;
  top(panel: number): number;
  /** Inside a panel: right edge of the words, first row, and the length of a bar for a probability. */
  readonly words: number;
  readonly first: number;
  readonly bar: Linear;
  /** Width of a panel. */
  readonly panel: number;
}

export const FONT_SIZE = 12;
export const ROW = 17;
/** A panel needs this much, or its bars say nothing. */
const NARROWEST = 158;
const GAP = 18;
const TITLE = 22;
/** Room for the longest word, and behind the bars for "100 %". */
const WORDS = 62;
const VALUE = 46;

export function answerLayout(width: number, panels: number, rows: number): AnswerLayout {
  const fit = Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
  // As many beside each other in every line: five panels where four fit stand as three and two.
  const lines = Math.max(1, Math.ceil(panels / fit));
  const columns = Math.max(1, Math.ceil(panels / lines));
  const panel = (width - (columns - 1) * GAP) / columns;
  const height = TITLE + rows * ROW;
  return {
    columns,
    height: lines * height + (lines - 1) * GAP,
    left: (index) => (index % columns) * (panel + GAP),
    top: (index) => Math.floor(index / columns) * (height + GAP),
    panel,
    words: WORDS,
    first: TITLE,
    bar: linear([0, 1], [0, Math.max(1, panel - WORDS - VALUE)]),
  };
}
