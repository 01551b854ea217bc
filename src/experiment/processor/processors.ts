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
    place: 'headless Chromium',
    badge: ({ name, software }) => (software ? `WebGPU on a software adapter (${name})` : `WebGPU · ${name}`),
    line: ({ name, software }) => `WebGPU on ${name}${software ? ' (software adapter)' : ''}`,
    way: 'Run on WebGPU',
    instead: 'WebGPU trains instead.',
    warning: '',
    oneByOne: ({ software }) => software,
    foreign: true,
  },
  cpu: {
    label: 'the CPU',
    help: 'Plain JavaScript: slower, works everywhere.',
    place: 'this process',
    badge: ({ name }) => `CPU (${name})`,
    line: ({ name }) => `CPU (${name})`,
    way: 'Run on the CPU',
    instead: 'The processor trains instead, more slowly.',
    warning: ' on the CPU',
    oneByOne: () => true,
    foreign: false,
  },
} as const satisfies Record<string, ProcessorRow>;

export type ProcessorName = keyof typeof PROCESSORS;

/** The choice to leave it to the lab: the first of the table that works. */
export const AUTO = {
  label: 'GPU, if there is one',
  help: 'WebGPU where the browser offers it, else the CPU.',
} as const;

export type BackendChoice = 'auto' | ProcessorName;

/** What trains where nothing else does. */
export const LAST_RESORT: ProcessorName = lastOf(PROCESSORS);

/** In the order of the table. */
export const PROCESSOR_NAMES: readonly [ProcessorName, ...ProcessorName[]] = namesOf(PROCESSORS);

export function processorOf({ backend }: Pick<DeviceDescription, 'backend'>): ProcessorRow {
  return PROCESSORS[backend];
}

/** Processors to try for a choice, in this order; `auto` is everything that is not known to be missing. */
export function candidates(choice: BackendChoice, missing: readonly ProcessorName[] = []): readonly ProcessorName[] {
  return choice === 'auto' ? PROCESSOR_NAMES.filter((name) => !missing.includes(name)) : [choice];
}

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
