// What is measured in the benchmark, and who computes it.

/** The paper's network. */
export const SIZES = [784, 256, 256, 13] as const;
export const CLASSES = 10;
export const BATCH = 1024;
export const ADAM = { kind: 'adam', learningRate: 3e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Who computes, and on what. */
export const ENGINES = [
  'ours webgpu',
  'ours wasm',
  'ours cpu',
  'jax-js webgpu',
  'jax-js wasm',
  'tfjs webgpu',
  'tfjs wasm',
] as const;
export type EngineName = (typeof ENGINES)[number];

/** Those of this project. */
export type OursName = Extract<EngineName, `ours ${string}`>;

const EVERYBODY = ENGINES;
const OURS: readonly EngineName[] = ENGINES.filter((name) => name.startsWith('ours'));

interface Work {
  readonly title: string;
  readonly unit: string;
  readonly engines: readonly EngineName[];
}

/** What of a run is measured again and again. */
const STEPS = {
  teacher: { title: 'digits, teacher step (784-256-256-13, batch 1024)', unit: 'step', engines: EVERYBODY },
  student: { title: 'digits, student step (the same network, noise)', unit: 'step', engines: EVERYBODY },
  owls: { title: 'owls, student step (2 layers of width 32, batch 64)', unit: 'step', engines: OURS },
  sampling: { title: 'owls, sampling 256 lists for each model', unit: 'portion', engines: OURS },
} as const satisfies Record<string, Work>;
export type StepName = keyof typeof STEPS;

/** Whole runs of the page: what the address says, and the element that shows it. */
export const RUNS = {
  'digits-run': {
    title: 'digits, whole run of the page (quick, 3 seeds, 2 students)',
    unit: 'run',
    engines: OURS,
    element: 'subliminal-digits',
    query: 'seeds=3',
  },
  'owls-run': {
    title: 'owls, whole run of the page (4 seeds, 3 students)',
    unit: 'run',
    engines: OURS,
    element: 'subliminal-owls',
    query: 'owls.seeds=4',
  },
} as const satisfies Record<string, Work & { readonly element: string; readonly query: string }>;
export type RunName = keyof typeof RUNS;

export const WORKS: Readonly<Record<StepName | RunName, Work>> = { ...STEPS, ...RUNS };
export type WorkName = keyof typeof WORKS;

/** An engine with everything made and compiled. */
export interface Engine {
  /** Computes so many steps and waits until they are done; the newest loss of every model, if there is one. */
  run(steps: number): Promise<number[]>;
}
