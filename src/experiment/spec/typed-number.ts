// Numbers as people write them, with a decimal point or a decimal comma. What can be read two ways is refused rather than
// guessed: 1.000 is one here and a thousand there.

const NUMBER = /^([+\-−]?)(\d*)([.,]?)(\d*)(?:e([+-]?\d+))?$/i;

/** A number, or what is wrong with the text, to be put behind its name: "must be a number, not “x”". */
export type TypedNumber =
  { readonly value: number; readonly problem?: undefined } | { readonly value?: undefined; readonly problem: string };

export function readNumber(text: string): TypedNumber {
  const [, sign = '', whole = '', , fraction = '', exponent = '0'] = NUMBER.exec(text.trim()) ?? [];
  const value = Number(`${sign && sign !== '+' ? '-' : ''}${whole}.${fraction}e${exponent}`);
  if (whole + fraction === '' || !Number.isFinite(value)) {
    return { problem: `must be a number, not “${shorten(text)}”` };
  }
  if (!isAmbiguous(text)) return { value };
  const grouped = Math.sign(value) * Number(whole + fraction);
  return { problem: `can be read two ways as “${shorten(text)}”: write ${formatNumber(value)} or ${grouped}` };
}

/** The shortest text that `readNumber` reads back to the same number. */
export function formatNumber(value: number): string {
  const text = String(value);
  return isAmbiguous(text) ? `${text}0` : text;
}

/** Three digits behind the mark, and in front of it what could be thousands. */
function isAmbiguous(text: string): boolean {
  return /^[+\-−]?[1-9]\d{0,2}[.,]\d{3}$/.test(text.trim());
}

/** What breaks a line, steers a terminal, turns the direction of writing or is half a character. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** Text of a visitor, short and plain enough to be shown back to them. */
export function shorten(text: string): string {
  return (text.length > 40 ? `${text.slice(0, 39)}…` : text).replace(UNPRINTABLE, '\ufffd');
}
