// The named tensors of a network and where each lies in one flat array. Knows shapes and names, no numbers.

/** A weight matrix or bias vector: its place in the flat array, and what its axes mean. */
export interface Tensor {
  readonly name: string;
  readonly layer: string;
  readonly shape: readonly number[];
  /**
   * The name of each axis. Tensors that share an axis name share those units: shuffling or rescaling the units
   * in all of them leaves the network's function unchanged if the axis is listed in `Parameters.hiddenAxes`.
   */
  readonly axes: readonly string[];
  /** Index of the first element in the flat array. */
  readonly offset: number;
  readonly size: number;
  /** Standard deviation at initialization; 0 means the tensor starts at `initMean` exactly. */
  readonly initStd: number;
  readonly initMean: number;
}

/** Everything trainable in one network, as one flat array of `size` numbers. */
export interface Parameters {
  readonly tensors: readonly Tensor[];
  /** Layer names in forward order, as the visitor may pick them. */
  readonly layers: readonly string[];
  /** Axes whose units can be permuted without changing the function. */
  readonly hiddenAxes: readonly string[];
  readonly size: number;
}

export type TensorShape = Omit<Tensor, 'offset' | 'size'>;

/** Lays tensors out one after the other. */
export function layOut(shapes: readonly TensorShape[], hiddenAxes: readonly string[]): Parameters {
  let offset = 0;
  const tensors = shapes.map((shape) => {
    const size = shape.shape.reduce((product, length) => product * length, 1);
    const tensor: Tensor = { ...shape, offset, size };
    offset += size;
    return tensor;
  });
  return { tensors, layers: [...new Set(tensors.map((tensor) => tensor.layer))], hiddenAxes, size: offset };
}

/** The part of `flat` ([parameter]) that is `tensor`; shares memory with it. */
export function view<T extends Float32Array | Float64Array>(flat: T, tensor: Tensor): T {
  return flat.subarray(tensor.offset, tensor.offset + tensor.size) as T;
}
