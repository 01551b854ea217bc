// Plans on their way into the queue, in submits on which no adapter works for long: systems take a device away that does not
// answer, and a page is drawn between two submits. Knows what a plan computes by its floating-point operations alone.
import type { Plan } from './plan.ts';

/** A tenth of a second on a slow adapter, of 100 GFLOP/s. */
const MOST_OPERATIONS = 1e10;

export class Submission {
  readonly #device: GPUDevice;
  readonly #label: string;
  #encoder: GPUCommandEncoder;
  #pass: GPUComputePassEncoder | undefined;
  #operations = 0;

  /** @param clear set to zero first */
  constructor(device: GPUDevice, label: string, clear?: GPUBuffer) {
    this.#device = device;
    this.#label = label;
    this.#encoder = device.createCommandEncoder({ label });
    if (clear) this.#encoder.clearBuffer(clear);
  }

  /** All dispatches of a plan with the scalars of `slot`, which have been uploaded. */
  record(plan: Plan, slot: number): void {
    plan.operations.forEach((operations, index) => {
      if (this.#operations > 0 && this.#operations + operations > MOST_OPERATIONS) {
        this.#submit();
        this.#encoder = this.#device.createCommandEncoder({ label: this.#label });
      }
      this.#pass ??= this.#encoder.beginComputePass({ label: this.#label });
      plan.recordOne(this.#pass, slot, index);
      this.#operations += operations;
    });
  }

  /** Puts what was recorded last into the queue. */
  end(): void {
    this.#submit();
  }

  #submit(): void {
    this.#pass?.end();
    this.#device.queue.submit([this.#encoder.finish()]);
    this.#pass = undefined;
    this.#operations = 0;
  }
}
