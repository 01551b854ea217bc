// Plan once, replay: buffers, and lists of dispatches with everything they need, made before training. Replaying one
// allocates, compiles and looks up nothing. Knows kernels and tensors by name, but no networks.
import { outOfMemory } from '../experiment/records/run-error.ts';
import { type CompiledKernel, type Constants, type Gpu } from './device.ts';

/** A kernel with what it is compiled with, and how often it runs. */
export interface Computation {
  readonly kernel: string;
  readonly constants: Constants;
  /** Workgroups in x, y, z. */
  readonly workgroups: readonly [number, number, number];
}

/** One dispatch, by names: what the WGSL file declares is what has to be given. */
export interface Dispatch extends Computation {
  readonly tensors: Readonly<Record<string, GPUBuffer>>;
  /** What computes the same from the same tensors; which is fastest differs from adapter to adapter. */
  readonly others?: readonly Computation[];
  /** Floating-point operations, where they are many. */
  readonly operations?: number;
}

/** Chooses among what computes the same. */
export interface Chooser {
  choose(dispatches: readonly Dispatch[]): Promise<readonly Dispatch[]>;
}

interface Prepared {
  readonly pipeline: GPUComputePipeline;
  readonly tensors: GPUBindGroup;
  readonly scalars: GPUBindGroup | undefined;
  /** One dynamic offset per uniform, overwritten at every replay. */
  readonly offsets: number[];
  readonly workgroups: readonly [number, number, number];
  readonly operations: number;
}

/** Bytes between two slots of a uniform buffer with dynamic offsets; the default limit of WebGPU. */
export const SLOT_BYTES = 256;

/** What changes from step to step, one slot per step of a submit; kernels declare which of them they read. */
export class StepScalars {
  static readonly slots = 128;
  readonly buffers: Readonly<Record<string, GPUBuffer>>;
  readonly #device: GPUDevice;
  readonly #batch = new Uint32Array((StepScalars.slots * SLOT_BYTES) / 4);
  readonly #adamStep = new Float32Array((StepScalars.slots * SLOT_BYTES) / 4);
  readonly #decode = new Uint32Array((StepScalars.slots * SLOT_BYTES) / 4);

  constructor(arena: Arena) {
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const made = (name: string) => arena.buffer(name, StepScalars.slots * SLOT_BYTES, usage);
    this.#device = arena.gpu.device;
    this.buffers = { batch: made('batch'), adamStep: made('adamStep'), decode: made('decode') };
  }

  /** Sets a slot of a training step; `upload` sends it. */
  set(
    slot: number,
    batch: { epoch: number; first: number; rows: number; slot: number },
    adamStep: readonly [number, number] = [0, 0],
  ): void {
    const at = (slot * SLOT_BYTES) / 4;
    this.#batch.set([batch.epoch, batch.first, batch.rows, batch.slot], at);
    this.#adamStep.set(adamStep, at);
  }

  /** Sets a slot of decoding one position, where the first row is list number `first`; `upload` sends it. */
  setDecode(slot: number, { position, first }: { position: number; first: number }): void {
    this.#decode.set([position, first, 0, 0], (slot * SLOT_BYTES) / 4);
  }

  /** Queued after the work submitted so far, before the work submitted next. */
  upload(slots: number): void {
    const { queue } = this.#device;
    const words = (slots * SLOT_BYTES) / 4;
    queue.writeBuffer(this.buffers.batch!, 0, this.#batch, 0, words);
    queue.writeBuffer(this.buffers.adamStep!, 0, this.#adamStep, 0, words);
    queue.writeBuffer(this.buffers.decode!, 0, this.#decode, 0, words);
  }
}

/** Steps whose measurements are kept on the GPU until they are read. */
export const LOSS_SLOTS = 512;

/** Dispatches ready to be replayed. */
export class Plan {
  /** Floating-point operations of each dispatch; 0 where they are few. */
  readonly operations: readonly number[];
  readonly #dispatches: readonly Prepared[];

  constructor(dispatches: readonly Prepared[]) {
    this.#dispatches = dispatches;
    this.operations = dispatches.map(({ operations }) => operations);
  }

  /** Records all dispatches, with the scalars of `slot`. */
  record(pass: GPUComputePassEncoder, slot: number): void {
    for (let index = 0; index < this.#dispatches.length; index++) this.recordOne(pass, slot, index);
  }

  /** Records one of them. */
  recordOne(pass: GPUComputePassEncoder, slot: number, index: number): void {
    const { pipeline, tensors, scalars, offsets, workgroups } = this.#dispatches[index]!;
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, tensors);
    if (scalars) pass.setBindGroup(1, scalars, offsets.fill(slot * SLOT_BYTES));
    pass.dispatchWorkgroups(...workgroups);
  }
}

/** Buffers and plans that are freed together. */
export class Arena {
  readonly gpu: Gpu;
  readonly #buffers: GPUBuffer[] = [];
  readonly #onProgress: (compiled: number, total: number) => void;
  readonly #chooser: Chooser | undefined;
  /** Bytes of all buffers made here. */
  bytes = 0;
  #compiled = 0;
  #requested = 0;

  /** @param chooser without one the first of what computes the same is taken */
  constructor(gpu: Gpu, onProgress: (compiled: number, total: number) => void = () => {}, chooser?: Chooser) {
    this.gpu = gpu;
    this.#onProgress = onProgress;
    this.#chooser = chooser;
  }

  /** A buffer of `bytes` (at least 16), zeroed. Throws RunError out-of-memory where the adapter's limits end. */
  buffer(label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    this.checkBytes(label, bytes);
    const buffer = this.gpu.device.createBuffer({ label, size: Math.max(16, Math.ceil(bytes / 4) * 4), usage });
    this.#buffers.push(buffer);
    this.bytes += buffer.size;
    return buffer;
  }

  /** Throws RunError out-of-memory if no kernel could bind a buffer of so many bytes. */
  checkBytes(label: string, bytes: number): void {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.gpu.device.limits;
    const largest = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (bytes > largest) throw outOfMemory(`${label}: ${bytes} bytes, limit ${largest}`);
  }

  /** A tensor of 4-byte elements that kernels can read and write. */
  tensor(label: string, elements: number): GPUBuffer {
    return this.buffer(label, 4 * elements, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST);
  }

  /** A tensor with contents. */
  filled(label: string, values: Float32Array | Uint32Array | Uint8Array): GPUBuffer {
    const buffer = this.tensor(label, Math.ceil(values.byteLength / 4));
    this.write(buffer, values);
    return buffer;
  }

  /** Overwrites the start of a tensor. */
  write(buffer: GPUBuffer, values: Float32Array | Uint32Array | Uint8Array): void {
    const whole = values.byteLength - (values.byteLength % 4);
    this.gpu.device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, whole);
    if (whole === values.byteLength) return;
    // Writes come in words; the last bytes of a byte tensor may not fill one.
    const tail = new Uint8Array(4);
    tail.set(new Uint8Array(values.buffer, values.byteOffset + whole, values.byteLength - whole));
    this.gpu.device.queue.writeBuffer(buffer, whole, tail);
  }

  /** Compiles every kernel of the list and binds its tensors. Throws RunError shader-failed or internal. */
  async plan(label: string, asked: readonly Dispatch[], scalars: StepScalars): Promise<Plan> {
    const dispatches = (await this.#chooser?.choose(asked)) ?? asked;
    this.#requested += dispatches.length;
    this.#onProgress(this.#compiled, this.#requested);
    const compiled = await Promise.all(
      dispatches.map(async ({ kernel, constants }) => {
        const result = await this.gpu.pipeline(kernel, constants);
        this.#compiled += 1;
        this.#onProgress(this.#compiled, this.#requested);
        return result;
      }),
    );
    return this.gpu.guarded(
      () => new Plan(dispatches.map((dispatch, i) => this.#prepare(label, dispatch, compiled[i]!, scalars))),
    );
  }

  #prepare(label: string, dispatch: Dispatch, compiled: CompiledKernel, scalars: StepScalars): Prepared {
    const { tensors, workgroups, operations = 0 } = dispatch;
    const { kernel, pipeline, layouts } = compiled;
    const most = this.gpu.device.limits.maxComputeWorkgroupsPerDimension;
    if (Math.max(...workgroups) > most)
      throw outOfMemory(`${kernel.name}: ${workgroups.join(' × ')} workgroups, limit ${most}`);
    for (const name of Object.keys(tensors)) {
      if (!kernel.bindings.some((binding) => binding.name === name))
        throw new Error(`kernel ${kernel.name} has no tensor ${name}`);
    }
    const bind = (group: number) => {
      const layout = layouts[group];
      if (!layout) return undefined;
      const entries = kernel.bindings
        .filter((binding) => binding.group === group)
        .map(({ binding, name, access }): GPUBindGroupEntry => {
          const buffer = access === 'uniform' ? scalars.buffers[name] : tensors[name];
          if (!buffer) throw new Error(`kernel ${kernel.name} needs the tensor ${name}`);
          return { binding, resource: access === 'uniform' ? { buffer, size: 16 } : { buffer } };
        });
      return this.gpu.device.createBindGroup({ label: `${label}: ${kernel.name}`, layout, entries });
    };
    const group = bind(0);
    if (!group) throw new Error(`kernel ${kernel.name} has no tensors`);
    const uniforms = kernel.bindings.filter(({ access }) => access === 'uniform');
    return { pipeline, tensors: group, scalars: bind(1), offsets: uniforms.map(() => 0), workgroups, operations };
  }

  /** Destroys all buffers made here. */
  free(): void {
    for (const buffer of this.#buffers.splice(0)) buffer.destroy();
  }
}

/** A buffer through which one tensor is read again and again without making anything. */
export class ReadBuffer {
  readonly #gpu: Gpu;
  readonly #staging: GPUBuffer;

  /** @param elements the most that will be read at once */
  constructor(arena: Arena, label: string, elements: number) {
    this.#gpu = arena.gpu;
    this.#staging = arena.buffer(`${label} read`, 4 * elements, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }

  /** The first `elements` floats of `buffer` after all work submitted so far. One read at a time. */
  async read(buffer: GPUBuffer, elements: number): Promise<Float32Array> {
    return new Float32Array(await this.#read(buffer, [{ start: 0, elements }]));
  }

  /** The same for words. */
  async readWords(buffer: GPUBuffer, elements: number): Promise<Uint32Array> {
    return new Uint32Array(await this.#read(buffer, [{ start: 0, elements }]));
  }

  /** `elements` floats from place `first` on, where `buffer` is written round and round, `size` elements long. */
  async readRing(buffer: GPUBuffer, first: number, elements: number, size: number): Promise<Float32Array> {
    const start = first % size;
    const before = Math.min(elements, size - start);
    const parts = [
      { start, elements: before },
      { start: 0, elements: elements - before },
    ];
    return new Float32Array(await this.#read(buffer, parts));
  }

  /** `elements` floats from each of `starts` on, one part behind the other. */
  async readParts(buffer: GPUBuffer, starts: readonly number[], elements: number): Promise<Float32Array> {
    const parts = starts.map((start) => ({ start, elements }));
    return new Float32Array(await this.#read(buffer, parts));
  }

  async #read(buffer: GPUBuffer, parts: readonly { start: number; elements: number }[]): Promise<ArrayBuffer> {
    const { device } = this.#gpu;
    const encoder = device.createCommandEncoder({ label: this.#staging.label });
    let bytes = 0;
    for (const { start, elements } of parts) {
      encoder.copyBufferToBuffer(buffer, 4 * start, this.#staging, bytes, 4 * elements);
      bytes += 4 * elements;
    }
    device.queue.submit([encoder.finish()]);
    await this.#gpu.settle(this.#staging.mapAsync(GPUMapMode.READ, 0, bytes));
    const values = this.#staging.getMappedRange(0, bytes).slice(0);
    this.#staging.unmap();
    return values;
  }
}

/** Copies tensors back, one after the other. For results and snapshots, not for the loop. */
export async function readBack(
  gpu: Gpu,
  sources: readonly { buffer: GPUBuffer; elements: number }[],
): Promise<ArrayBuffer[]> {
  const { device } = gpu;
  const encoder = device.createCommandEncoder({ label: 'read back' });
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staged = sources.map(({ buffer, elements }) => {
    const staging = device.createBuffer({ label: 'staging', size: 4 * elements, usage });
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, 4 * elements);
    return staging;
  });
  device.queue.submit([encoder.finish()]);
  try {
    await gpu.settle(Promise.all(staged.map((staging) => staging.mapAsync(GPUMapMode.READ))));
    return staged.map((staging) => staging.getMappedRange().slice(0));
  } finally {
    for (const staging of staged) staging.destroy();
  }
}
