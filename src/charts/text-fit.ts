// How much room a text takes, estimated from its length, and what is left of it where there is less. Pure, so that a layout can
// be tested without a browser.

/** Mean width of a character at FONT_SIZE, generously. */
const CHARACTER = 7;
const FONT_SIZE = 12;
/** Characters kept of the end, where names have their parameter. */
const TAIL = 7;

/** Pixels. */
export function textWidth(text: string, fontSize = FONT_SIZE): number {
  return (text.length * CHARACTER * fontSize) / FONT_SIZE;
}

/** `text`, or as much of its beginning and its end as fits into `room` pixels. */
export function fitted(text: string, room: number, fontSize = FONT_SIZE): string {
  const most = Math.max(1, Math.floor(room / textWidth('x', fontSize)));
  if (text.length <= most) return text;
  const tail = Math.min(TAIL, Math.floor((most - 1) / 2));
  const end = tail > 0 ? text.slice(-tail).trimStart() : '';
  return `${text.slice(0, most - 1 - tail).trimEnd()}…${end}`;
}

/** The words of `text` in lines of at most `room` pixels, if no word is longer. */
export function wrapped(text: string, room: number, fontSize = FONT_SIZE): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, fontSize) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
