// The import table of ARCHITECTURE.md as data: which room of src may import what, and what it must never see.
// eslint.config.js turns it into rules; rooms.test.ts compares it with the map.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.mjs';

/**
 * @typedef {object} Room
 * @property {string[]} imports  other rooms, or single files of them; after "type:" only types may be imported
 * @property {string[]} [never]  what of those rooms is none of its business all the same
 * @property {RegExp[]} packages  npm packages and Node modules
 * @property {string[]} unseen  globals that code of this room must not touch
 * @property {string[]} [testImports]  what only its tests may import besides
 */

const page = ['document', 'window'];
const node = ['process', 'Buffer', 'require', '__dirname', '__filename'];
// Everything that could make two runs of one spec differ, or tie the science to where it runs.
const outside = [
  ...page,
  ...node,
  'self',
  'navigator',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'caches',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'Worker',
  'postMessage',
  'HTMLElement',
  'customElements',
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'requestAnimationFrame',
  'crypto',
  'GPUBufferUsage',
  'GPUMapMode',
  'GPUShaderStage',
];

/** Names of the experiments: each has a room in the science and one among the components, which know no other one. */
export const experiments = readdirSync(join(root, 'src/experiment'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(entry.parentPath, entry.name, 'experiment.ts')))
  .map(({ name }) => name);

/** How all experiments are run; whoever draws a run has nothing to do with it. */
const RUNS = 'experiment/runs.ts';

/** @type {(name: string) => string[]} */
const roomsOf = (name) => [`experiment/${name}`, `components/${name}`];
const labs = [...experiments.flatMap(roomsOf), RUNS];
/** What is of another experiment, or of all. @type {(name: string) => string[]} */
const othersThan = (name) => [...experiments.filter((other) => other !== name).flatMap(roomsOf), RUNS];

// What a lab is made of.
const labParts = [
  'experiment',
  'type:worker/client.ts',
  'charts',
  'components/lab',
  'components/run',
  'components/parts',
  'components/settings',
];
const lit = [/^lit(\/|$)/];

/** Tests and their fixtures may import these in every room. */
export const testPackages = [/^vitest(\/|$)/, /^axe-core$/];

const schedule = ['experiment', 'type:cpu/kernels.ts', 'cpu/memory.ts', 'type:cpu/twins'];

/** Keys are paths inside src; the longest one that fits a file is its row. @type {Record<string, Room>} */
export const rooms = {
  experiment: { imports: [], packages: [], unseen: outside, testImports: ['experiment'] },
  ...rowsOfExperiments(),
  // The tables in the science that know all experiments; of the first a page is made that has loaded no lab.
  'experiment/signs.ts': { imports: ['experiment'], packages: [], unseen: outside },
  'experiment/register.ts': { imports: ['experiment'], packages: [], unseen: outside },
  'experiment/runs.ts': { imports: ['experiment'], packages: [], unseen: outside },
  cpu: {
    imports: ['experiment', 'cpu/mlp', 'cpu/transformer'],
    packages: [],
    unseen: outside,
    testImports: ['cpu/fixtures'],
  },
  // The schedules: of kernels they know no more than their types.
  'cpu/mlp': { imports: schedule, packages: [], unseen: outside, testImports: ['cpu'] },
  'cpu/transformer': { imports: schedule, packages: [], unseen: outside, testImports: ['cpu'] },
  // What tests are made of, beside the code and not among it.
  'cpu/fixtures': { imports: ['experiment', 'cpu'], packages: [], unseen: outside },
  cores: {
    imports: ['experiment', 'cpu'],
    packages: [],
    unseen: [...page, ...node],
    testImports: ['cpu/fixtures'],
  },
  wasm: {
    imports: ['experiment', 'type:cpu/kernels.ts'],
    packages: [],
    unseen: [...page, ...node],
    testImports: ['cpu', 'gpu/kernel-cases', 'node/wasm-module.ts'],
  },
  gpu: {
    imports: ['experiment', '/shaders'],
    packages: [],
    unseen: [...page, ...node],
    testImports: ['cpu', 'gpu/fixtures', 'gpu/kernel-cases'],
  },
  'gpu/fixtures': { imports: ['gpu'], packages: testPackages, unseen: [...page, ...node] },
  'gpu/kernel-cases': { imports: ['experiment', 'cpu', 'gpu'], packages: [], unseen: [...page, ...node] },
  'worker/protocol.ts': { imports: ['experiment'], packages: [], unseen: [...page, ...node] },
  // The page's side of the thread.
  'worker/client.ts': {
    imports: ['experiment', 'worker/protocol.ts', 'worker/thread.ts', 'worker/watch.ts', 'worker/deadline.ts'],
    packages: [],
    unseen: node,
    testImports: ['worker/fake-worker-fixture.ts'],
  },
  'worker/thread.ts': {
    imports: ['experiment'],
    packages: [],
    unseen: node,
    testImports: ['worker/client.ts', 'worker/fake-worker-fixture.ts'],
  },
  'worker/watch.ts': { imports: ['worker/protocol.ts', 'worker/deadline.ts'], packages: [], unseen: node },
  'worker/deadline.ts': { imports: [], packages: [], unseen: node },
  // worker.ts and whatever else runs in the thread.
  worker: {
    imports: ['experiment', 'cpu', 'cores', 'wasm', 'gpu', 'worker/protocol.ts'],
    packages: [],
    unseen: [...page, ...node],
  },
  charts: { imports: ['type:experiment', 'experiment/statistics/stats.ts'], packages: [/^d3(-\w+)?$/], unseen: node },
  // What is true of all rooms in it: a test.
  components: { imports: ['experiment', 'components'], packages: [], unseen: node, testImports: ['/public/runs'] },
  'components/settings': {
    imports: ['experiment'],
    never: labs,
    packages: lit,
    unseen: node,
    testImports: ['experiment'],
  },
  'components/parts': {
    imports: ['experiment', 'charts', 'components/settings'],
    never: labs,
    packages: lit,
    unseen: node,
    testImports: [...labs, 'components/lab'],
  },
  'components/run': {
    imports: ['experiment', 'worker/client.ts', 'components/settings', 'type:components/parts'],
    never: labs,
    packages: lit,
    unseen: node,
    testImports: [...labs, 'components/lab', '/public/runs'],
  },
  'components/lab': {
    imports: [
      'experiment',
      'worker/client.ts',
      'type:charts',
      'components/run',
      'components/parts',
      'components/settings',
    ],
    never: labs,
    packages: lit,
    unseen: node,
  },
  'main.ts': { imports: ['components', 'experiment'], packages: [], unseen: node },
  'cli.ts': { imports: ['experiment', 'cpu', 'node'], packages: [/^node:/], unseen: page },
  node: {
    imports: [
      'experiment',
      'cpu',
      'cores',
      'wasm',
      'golden',
      'cli.ts',
      'type:bench',
      'bench/work-item.ts',
      '/package.json',
    ],
    packages: [/./],
    unseen: [],
  },
  golden: {
    imports: ['experiment', 'cpu', 'gpu'],
    packages: [],
    unseen: node,
    testImports: ['wasm', 'node/wasm-module.ts'],
  },
  bench: {
    imports: ['experiment', 'cpu', 'gpu', 'worker/cores.ts'],
    packages: [/^@jax-js\/jax$/, /^@tensorflow\//],
    unseen: node,
  },
};

/** Where an experiment's own rooms are alike: science and lab. @returns {Record<string, Room>} */
function rowsOfExperiments() {
  return Object.fromEntries(
    experiments.flatMap((name) => {
      const never = othersThan(name);
      return [
        // Tests run an experiment on the CPU, with the data of this site.
        [
          `experiment/${name}`,
          {
            imports: ['experiment'],
            never: [...never, 'experiment/register.ts', 'experiment/signs.ts'],
            packages: [],
            unseen: outside,
            testImports: ['cpu/processor.ts', 'node/data/bases-files.ts'],
          },
        ],
        [`components/${name}`, { imports: [...labParts], never, packages: lit, unseen: node }],
      ];
    }),
  );
}
