// Half precision (IEEE binary16) as 16 bits in a number, with whole-number code: engines do not have it everywhere yet.

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The bits of the half nearest to `value`, ties to even; what is too large becomes an infinity. */
export function halfBits(value: number): number {
  float[0] = value;
  const bits = word[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const fraction = bits & 0x7fffff;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  // 0xff in a float: infinity, or not a number.
  if (exponent === 143) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  if (exponent > 30) return sign | 0x7c00;
  // A carry out of the fraction belongs into the exponent, so both are rounded as one number.
  if (exponent > 0) return sign | shifted((exponent << 23) | fraction, 13);
  // Below 2^-14 halves are multiples of 2^-24; below half of that nothing is left.
  return exponent < -10 ? sign : sign | shifted(fraction | 0x800000, 14 - exponent);
}

/** The number that these bits mean; exact. */
export function halfValue(bits: number): number {
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return (bits & 0x8000 ? -1 : 1) * fraction * 2 ** -24;
  const sign = (bits & 0x8000) << 16;
  word[0] = exponent === 31 ? sign | 0x7f800000 | (fraction << 13) : sign | ((exponent + 112) << 23) | (fraction << 13);
  return float[0]!;
}

/** value / 2^by, rounded to the nearest whole number, ties to even. */
function shifted(value: number, by: number): number {
  const whole = value >>> by;
  const rest = value & ((1 << by) - 1);
  const half = 1 << (by - 1);
  return rest > half || (rest === half && whole % 2 === 1) ? whole + 1 : whole;
}
