// Parameters of several networks as one array [model, parameter], and back.
import type { Real } from '../processor/processor.ts';

export function stack(parts: readonly Real[]): Float32Array {
  const length = parts[0]!.length;
  const result = new Float32Array(length * parts.length);
  parts.forEach((part, index) => result.set(part, index * length));
  return result;
}

export function unstack(flat: Real, count: number): Real[] {
  const length = flat.length / count;
  return Array.from({ length: count }, (_, index) => flat.slice(index * length, (index + 1) * length));
}
