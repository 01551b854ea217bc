// One GPU device with its compiled pipelines and its end. Plans and processors are made on it; it knows no networks.
import { deviceFailed, outOfMemory, RunError } from '../experiment/records/run-error.ts';
import type { DeviceDescription } from '../experiment/processor/processors.ts';
import { describeAdapter, findAdapter, GPU_TIMEOUT_MS, infoOf, within } from './adapter.ts';
import { kernelNamed, type Kernel } from './kernels.ts';
import { Patience } from './patience.ts';

/** Values of override constants, by name. */
export type Constants = Readonly<Record<string, number | boolean>>;

/** A kernel compiled with its constants. */
export interface CompiledKernel {
  readonly kernel: Kernel;
  readonly pipeline: GPUComputePipeline;
  /** Bind group 0 holds tensors, 1 the scalars of a step. */
  readonly layouts: readonly GPUBindGroupLayout[];
}

/** Opens a device on the best adapter. Throws RunError: a rung of the ladder, device-failed or device-silent. */
export async function openGpu(): Promise<Gpu> {
  const adapter = await findAdapter();
  const device = await within(GPU_TIMEOUT_MS, open(adapter), 'device-failed', 'to open its graphics adapter');
  const gpu = new Gpu(device, adapter);
  try {
    await gpu.prove();
  } catch (error) {
    gpu.close();
    throw error;
  }
  return gpu;
}

async function open(adapter: GPUAdapter): Promise<GPUDevice> {
  const label = 'subliminal-lab';
  const { maxBufferSize, maxStorageBufferBindingSize, maxComputeInvocationsPerWorkgroup } = adapter.limits;
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('subgroups') ? ['subgroups'] : [];
  // Default limits but for memory, as how many seeds fit is the visitor's choice, not ours; and for the largest tiles.
  const requiredLimits = {
    maxBufferSize,
    maxStorageBufferBindingSize,
    maxComputeInvocationsPerWorkgroup: Math.min(256, maxComputeInvocationsPerWorkgroup),
  };
  // Some adapters offer what they then refuse. Nothing beyond the defaults is needed: portable kernels run anywhere, and a
  // run that does not fit says so.
  const wishes = [{ requiredFeatures, requiredLimits }, { requiredLimits }, {}];
  const refusals: string[] = [];
  for (const wish of wishes) {
    try {
      return await adapter.requestDevice({ label, ...wish });
    } catch (error) {
      refusals.push(String(error));
    }
  }
  throw new RunError('device-failed', 'The graphics adapter was found but could not be opened.', refusals.join('\n'));
}

/** A device, the pipelines compiled on it, and whether it still works. */
export class Gpu {
  readonly device: GPUDevice;
  readonly description: DeviceDescription;
  /** Four consecutive invocations form a subgroup of their own, so the quad kernels may be used, and pay. */
  readonly quads: boolean;
  readonly #patience = new Patience();
  readonly #modules = new Map<string, Promise<GPUShaderModule>>();
  readonly #pipelines = new Map<string, Promise<CompiledKernel>>();
  #closing = false;
  #failure: RunError | undefined;

  constructor(device: GPUDevice, adapter: GPUAdapter) {
    this.device = device;
    this.description = describeAdapter(adapter);
    this.quads = device.features.has('subgroups') && infoOf(adapter).subgroupMaxSize === 4;
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#failure ??= asRunError(error);
    });
    void device.lost.then(({ reason, message }) => {
      // A device we destroyed ourselves is not lost.
      if (!this.#closing)
        this.#failure = new RunError('device-lost', 'The graphics device was lost.', `${reason}: ${message}`);
    });
  }

  /** Throws what went wrong on the device since it was opened. */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  /**
   * Has the device do next to nothing and say so. From then on whatever takes long is work.
   * @throws RunError device-silent after so many seconds
   */
  async prove(seconds?: number): Promise<void> {
    const { device } = this;
    const buffer = device.createBuffer({
      label: 'proof',
      size: 16,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = device.createCommandEncoder({ label: 'proof' });
    encoder.clearBuffer(buffer);
    device.queue.submit([encoder.finish()]);
    const answers = [buffer.mapAsync(GPUMapMode.READ), device.queue.onSubmittedWorkDone()];
    try {
      await this.#patience.wait(this.settle(Promise.all(answers)), seconds);
    } finally {
      buffer.destroy();
    }
  }

  /** Waits for work on the device; what fails there because the device is gone becomes that RunError. */
  async settle<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      this.check();
      return result;
    } catch (error) {
      // The rejection of a map can arrive just before the news that the device is lost.
      await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, 200))]);
      this.check();
      throw error;
    }
  }

  /** Runs `make` and turns what it does wrong on the device into an error: too much memory, or a device that fails. */
  async guarded<T>(make: () => T): Promise<T> {
    const { device } = this;
    device.pushErrorScope('validation');
    device.pushErrorScope('out-of-memory');
    let scopes: Promise<[GPUError | null, GPUError | null]>;
    let result: T;
    try {
      result = make();
    } finally {
      scopes = Promise.all([device.popErrorScope(), device.popErrorScope()]);
    }
    const error = (await this.#patience.wait(this.settle(scopes))).find((found) => found !== null);
    if (error) throw asRunError(error);
    return result;
  }

  /** The kernel compiled with these constants; compiled once. Throws RunError shader-failed. */
  async pipeline(name: string, constants: Constants): Promise<CompiledKernel> {
    const key = `${name} ${JSON.stringify(constants)}`;
    let compiled = this.#pipelines.get(key);
    if (!compiled) {
      compiled = this.compile(kernelNamed(name), constants);
      this.#pipelines.set(key, compiled);
      // What failed once may succeed when it is asked for again.
      compiled.catch(() => this.#pipelines.delete(key));
    }
    return compiled;
  }

  /** Frees the device and all that lives on it. */
  close(): void {
    this.#closing = true;
    this.device.destroy();
  }

  /** Compiles the pipeline without remembering it. Throws RunError shader-failed with the kernel, its constants, line and column. */
  async compile(kernel: Kernel, constants: Constants): Promise<CompiledKernel> {
    checkConstants(kernel, constants);
    const module = await this.#module(kernel);
    const groups = Math.max(...kernel.bindings.map(({ group }) => group)) + 1;
    const layouts = Array.from({ length: groups }, (_, group) => this.#layout(kernel, group));
    const values = Object.entries(constants).map(([name, value]): [string, number] => [name, Number(value)]);
    try {
      const compiling = this.device.createComputePipelineAsync({
        label: kernel.name,
        layout: this.device.createPipelineLayout({ label: kernel.name, bindGroupLayouts: layouts }),
        compute: { module, entryPoint: kernel.name, constants: Object.fromEntries(values) },
      });
      return { kernel, pipeline: await this.#patience.wait(compiling), layouts };
    } catch (error) {
      if (error instanceof RunError) throw error;
      await Promise.race([this.device.lost, Promise.resolve()]);
      this.check();
      throw shaderFailed(kernel.name, `with ${JSON.stringify(constants)}: ${String(error)}`);
    }
  }

  #layout(kernel: Kernel, group: number): GPUBindGroupLayout {
    const entries = kernel.bindings
      .filter((binding) => binding.group === group)
      .map(({ binding, access }): GPUBindGroupLayoutEntry => {
        const type = access === 'read' ? 'read-only-storage' : 'storage';
        const buffer: GPUBufferBindingLayout =
          access === 'uniform' ? { type: 'uniform', hasDynamicOffset: true } : { type };
        return { binding, visibility: GPUShaderStage.COMPUTE, buffer };
      });
    return this.device.createBindGroupLayout({ label: `${kernel.name} ${group}`, entries });
  }

  #module(kernel: Kernel): Promise<GPUShaderModule> {
    let module = this.#modules.get(kernel.name);
    if (!module) {
      module = this.#createModule(kernel);
      this.#modules.set(kernel.name, module);
      module.catch(() => this.#modules.delete(kernel.name));
    }
    return module;
  }

  async #createModule({ name, source }: Kernel): Promise<GPUShaderModule> {
    this.device.pushErrorScope('validation');
    const module = this.device.createShaderModule({ label: name, code: source });
    const scope = this.device.popErrorScope();
    const messages = await this.#patience.wait(this.settle(messagesOf(module)));
    const lines = source.split('\n');
    const errors = messages
      .filter(({ type }) => type === 'error')
      .map(
        ({ lineNum, linePos, message }) => `${name}.wgsl:${lineNum}:${linePos} ${message}\n${lines[lineNum - 1] ?? ''}`,
      );
    const invalid = await this.#patience.wait(this.settle(scope));
    if (errors.length > 0 || invalid) throw shaderFailed(name, errors.join('\n') || (invalid?.message ?? ''));
    return module;
  }
}

/** What the compiler says; browsers that cannot tell still say whether it failed. */
async function messagesOf(module: GPUShaderModule): Promise<readonly GPUCompilationMessage[]> {
  try {
    return (await module.getCompilationInfo()).messages;
  } catch {
    return [];
  }
}

function checkConstants(kernel: Kernel, constants: Constants): void {
  for (const { name, required } of kernel.overrides) {
    if (required && !(name in constants)) throw new Error(`kernel ${kernel.name} needs the constant ${name}`);
  }
  for (const name of Object.keys(constants)) {
    if (!kernel.overrides.some((override) => override.name === name)) {
      throw new Error(`kernel ${kernel.name} has no constant ${name}`);
    }
  }
}

function shaderFailed(name: string, detail: string): RunError {
  const message = `A compute shader (“${name}”) could not be compiled by this browser’s WebGPU.`;
  return new RunError('shader-failed', message, detail);
}

function asRunError(error: GPUError): RunError {
  if (error instanceof GPUOutOfMemoryError) return outOfMemory(error.message);
  return deviceFailed(error.message);
}
