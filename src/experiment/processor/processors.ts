// Where the arithmetic of a run can happen: one row per processor, from which pickers, flags, badges and sentences follow. How
// each is opened is known to whoever opens it (worker/openers.ts and node/experiments.ts).

interface Device {
  /** "NVIDIA H200", "SwiftShader", "JavaScript, f32" … */
  readonly name: string;
  /** Its arithmetic is done by the computer's own processor, whatever it looks like. */
  readonly software: boolean;
}

/** Where the arithmetic happens, in words a visitor reads in the badge. */
export interface DeviceDescription extends Device {
  readonly backend: ProcessorName;
}

interface ProcessorRow {
  /** In a picker, where somebody wants this one and no other. */
  readonly label: string;
  readonly help: string;
  /** In a sentence: "the graphics card failed". */
  readonly noun: string;
  /** At the command line: where it is. */
  readonly place: string;
  /** What runs where, as the badge says it. */
  badge(device: Device): string;
  /** The same in a table for the terminal. */
  line(device: Device): string;
  /** "Run on the CPU": the label of a way to it. */
  readonly way: string;
  /** What is said where it trains in the place of another one. */
  readonly instead: string;
  /** Added to a button that starts a run on it, where a visitor should know before. */
  readonly warning: string;
  /** Networks of one step wait for each other, so that twice as many take twice as long. */
  oneByOne(device: Device): boolean;
  /** It belongs to the browser: it can be lost in mid-run, and what it throws is its own failure, not the lab's. */
  readonly foreign: boolean;
}

/** In the order in which `auto` tries them; the last one works everywhere. */
export const PROCESSORS = {
  webgpu: {
    label: 'WebGPU only',
    help: 'Stops with a message where WebGPU is missing.',
    noun: 'the graphics card',
    place: 'headless Chromium',
    badge: ({ name, software }) => (software ? `WebGPU on a software adapter (${name})` : `WebGPU · ${name}`),
    line: ({ name, software }) => `WebGPU on ${name}${software ? ' (software adapter)' : ''}`,
    way: 'Run on WebGPU',
    instead: 'WebGPU trains instead.',
    warning: '',
    oneByOne: ({ software }) => software,
    foreign: true,
  },
  wasm: {
    label: 'WebAssembly',
    help: 'Every core of the processor, with SIMD.',
    noun: 'WebAssembly',
    place: 'threads of this process',
    badge: ({ name }) => `WebAssembly · ${name}`,
    line: ({ name }) => `WebAssembly, ${name}`,
    way: 'Run on the processor',
    instead: 'The processor trains instead.',
    warning: '',
    oneByOne: () => true,
    foreign: false,
  },
  cpu: {
    label: 'plain JavaScript',
    help: 'One core without SIMD: slow, works everywhere.',
    noun: 'plain JavaScript',
    place: 'this process',
    badge: ({ name }) => `CPU (${name})`,
    line: ({ name }) => `CPU (${name})`,
    way: 'Run in plain JavaScript',
    instead: 'Plain JavaScript trains instead, slowly.',
    warning: ' in plain JavaScript',
    oneByOne: () => true,
    foreign: false,
  },
} as const satisfies Record<string, ProcessorRow>;

export type ProcessorName = keyof typeof PROCESSORS;

/** The choice to leave it to the lab: the fastest that works. */
export const AUTO = {
  label: 'the fastest here',
  help: 'A graphics card where there is one and it is faster, else WebAssembly, else plain JavaScript.',
} as const;

export type BackendChoice = 'auto' | ProcessorName;

/** What trains where nothing else does. */
export const LAST_RESORT: ProcessorName = lastOf(PROCESSORS);

/** In the order of the table. */
export const PROCESSOR_NAMES: readonly [ProcessorName, ...ProcessorName[]] = namesOf(PROCESSORS);

export function processorOf({ backend }: Pick<DeviceDescription, 'backend'>): ProcessorRow {
  return PROCESSORS[backend];
}

/** What trains where a foreign one fails, the best first: it is always there, or says itself what is missing. */
export const AT_HOME: readonly ProcessorName[] = PROCESSOR_NAMES.filter((name) => !PROCESSORS[name].foreign);

/** What runs where, in the words of the badge. */
export function deviceWords(device: DeviceDescription): string {
  return processorOf(device).badge(device);
}

/** The same in a table for the terminal. */
export function lineOf(device: DeviceDescription): string {
  return processorOf(device).line(device);
}

function namesOf(table: Readonly<Record<ProcessorName, unknown>>): [ProcessorName, ...ProcessorName[]] {
  const isName = (name: string): name is ProcessorName => Object.hasOwn(table, name);
  const [first, ...rest] = Object.keys(table).filter(isName);
  if (first === undefined) throw new RangeError('there is no processor');
  return [first, ...rest];
}

function lastOf(table: Readonly<Record<ProcessorName, unknown>>): ProcessorName {
  const names = namesOf(table);
  return names.at(-1) ?? names[0];
}
