// The memory of an instance: tensors one behind the other, given back all at once or from a mark on. It never grows, because
// growing takes away every view of it.
import { outOfMemory } from '../experiment/records/run-error.ts';

const PAGE = 2 ** 16;
/** Bytes of a vector; tensors begin at a multiple of it. */
const ALIGNMENT = 16;

export class TensorMemory {
  readonly memory: WebAssembly.Memory;
  #top = 0;
  /** What lies beyond has never been used, and is 0 as it came. */
  #used = 0;

  /** Makes room for so many bytes. Throws RunError out-of-memory. */
  constructor(bytes: number) {
    const pages = Math.ceil(bytes / PAGE) + 1;
    try {
      this.memory = new WebAssembly.Memory({ initial: pages });
    } catch (error) {
      throw outOfMemory(`${pages} pages of WebAssembly memory: ${String(error)}`);
    }
  }

  /** Tensors begin behind what is the module's. */
  startAt(byte: number): void {
    this.#top = byte;
    this.#used = byte;
  }

  reals(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  words(length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.#take(4 * length), length);
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, this.#take(length), length);
  }

  /** Does `work`, and takes back what it was given. */
  scratch<Result>(work: () => Result): Result {
    const before = this.#top;
    try {
      return work();
    } finally {
      this.#top = before;
    }
  }

  /** Where so many bytes of zeros begin. */
  #take(bytes: number): number {
    const at = Math.ceil(this.#top / ALIGNMENT) * ALIGNMENT;
    if (at + bytes > this.memory.buffer.byteLength) {
      throw outOfMemory(`${at + bytes} bytes of tensors in ${this.memory.buffer.byteLength}`);
    }
    this.#top = at + bytes;
    const used = Math.min(bytes, this.#used - at);
    if (used > 0) new Uint8Array(this.memory.buffer, at, used).fill(0);
    this.#used = Math.max(this.#used, this.#top);
    return at;
  }
}
