// What both families of networks have in common at the boundary to arithmetic: numbers, a device, optimizers, the state of a
// training. Which networks there are is in mlp-processor.ts and transformer-processor.ts; processor.ts holds them together.

/** Numbers at the processor's own precision; f64 only where a test asks the CPU for it. */
export type Real = Float32Array | Float64Array;

export interface Adam {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** What a gradient becomes. The learning rate is the task's, as it may follow a schedule. */
export type Optimizer = Adam | { readonly kind: 'sgd' };

/** Weights and optimizer at some step, enough to go on elsewhere. All [model, parameter]; moments are 0 without Adam. */
export interface Snapshot {
  readonly step: number;
  readonly parameters: Real;
  readonly adamM: Real;
  readonly adamV: Real;
}

/** What some steps measured, [step, model], each before the step's update. */
export interface StepMetrics {
  readonly losses: Real;
}

/** Networks with an optimizer and a task. */
export interface Training<Metrics extends StepMetrics = StepMetrics> {
  /** Steps done so far. */
  readonly step: number;
  /**
   * Trains `steps` more steps and returns what they measured.
   * @param ahead steps behind them that may be computed meanwhile, as nobody looks at the networks before they are done
   * @param queued called as soon as all `steps` are in the queue, before their losses are known. What the networks are asked
   *   from then on is answered as they are behind these steps, if none are ahead
   */
  advance(steps: number, ahead?: number, queued?: () => void): Promise<Metrics>;
  /** The state behind all steps done or queued when it is asked for. */
  snapshot(): Promise<Snapshot>;
}

/** What Adam's update number `step` (from 1) multiplies with: learning rate / (1 - β1^step) and 1 / (1 - β2^step). */
export function adamStepAt(
  { beta1, beta2 }: Pick<Adam, 'beta1' | 'beta2'>,
  learningRate: number,
  step: number,
): readonly [number, number] {
  return [learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
}
