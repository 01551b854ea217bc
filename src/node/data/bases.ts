// npm run bases -- [--seeds 8] [--first 0] [--kinds base,…] [--device wasm|cpu] [--again]: pretrains bases and writes them to
// public/data/bases. Both devices give the same weights every time and on every machine, each its own: the shipped ones are
// the CPU's.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { keyOf, PRETRAINING, type Base, type BaseRecipe } from '../../experiment/owls/bases/bases.ts';
import { pretrain } from '../../experiment/owls/bases/pretraining.ts';
import { hasBase, storeBase } from './bases-files.ts';
import type { BasesTold } from './bases-thread.ts';
import { KINDS, wantedBases } from './bases-wanted.ts';
import { withCores } from '../cores.ts';
import { MachineError } from '../files.ts';
import { chosen, flagsHelp, readFlags } from '../flags.ts';
import { runProgram } from '../program.ts';
import { ProgressLine } from '../progress-line.ts';

/** Steps between two looks at how far it is. */
const STEPS_TOGETHER = 10;

const VALUE_FLAGS = new Map([
  ['seeds', 'how many bases of each kind; 8 unless given'],
  ['first', 'the seed of the first one; 0 unless given'],
  ['kinds', `which kinds; ${KINDS.join(',')} unless given`],
  ['device', 'where: auto, which is wasm (WebAssembly on every core), or cpu (plain JavaScript); auto unless given'],
]);
const SWITCHES = new Map([
  ['again', 'makes those that are there once more'],
  ['help', 'this text'],
]);

async function main(words: readonly string[]): Promise<void> {
  const { values, switches } = readFlags(words, VALUE_FLAGS, SWITCHES);
  if (switches.has('help')) {
    console.log(`npm run bases -- [flags]\n\n${flagsHelp(VALUE_FLAGS, SWITCHES)}`);
    return;
  }
  const wanted = wantedBases({
    seeds: values.get('seeds') ?? '8',
    first: values.get('first') ?? '0',
    kinds: values.get('kinds') ?? KINDS.join(','),
  });
  const missing: BaseRecipe[] = [];
  for (const recipe of wanted) if (switches.has('again') || !(await hasBase(recipe))) missing.push(recipe);
  if (missing.length < wanted.length) console.log(`${wanted.length - missing.length} of ${wanted.length} are there.`);
  const device = chosen(values, 'device', ['auto', 'wasm', 'cpu'], 'auto');
  if (missing.length === 0) return;
  if (device === 'cpu') await makeInThreads(missing);
  else await makeTogether(missing);
}

/** On all cores at once, one architecture after the other. */
async function makeTogether(recipes: readonly BaseRecipe[]): Promise<void> {
  const progress = new ProgressLine();
  const began = performance.now();
  const architectures = new Set(recipes.map(({ layers }) => layers)).size;
  const bases = await withCores(async ({ transformers }) => {
    const pretraining = pretrain(recipes, transformers, () => STEPS_TOGETHER);
    for (let next = await pretraining.next(); ; next = await pretraining.next()) {
      if (next.done) return next.value;
      progress.show('bases', next.value.step, architectures * PRETRAINING.steps);
    }
  }, 'baseline');
  progress.clear();
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  recipes.forEach((recipe, index) => {
    storeBase(recipe, bases[index]!);
    console.log(`${keyOf(recipe)}: loss ${bases[index]!.loss.toFixed(3)}`);
  });
  console.log(`${recipes.length} ${recipes.length === 1 ? 'base' : 'bases'} in ${seconds} s`);
}

/** One base per thread, one thread per core. */
async function makeInThreads(recipes: readonly BaseRecipe[]): Promise<void> {
  const progress = new ProgressLine();
  const steps = new Map<BaseRecipe, number>();
  const show = () => {
    const done = [...steps.values()].reduce((sum, step) => sum + step, 0);
    progress.show('bases', done, recipes.length * PRETRAINING.steps);
  };
  const waiting = [...recipes];
  const thread = async () => {
    for (let recipe = waiting.shift(); recipe; recipe = waiting.shift()) {
      const own = recipe;
      const began = performance.now();
      const base = await make(own, (step) => {
        steps.set(own, step);
        show();
      });
      storeBase(own, base);
      progress.clear();
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      console.log(`${keyOf(own)}: loss ${base.loss.toFixed(3)} after ${seconds} s`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, thread));
}

/** Pretrains one base in a thread of its own. */
function make(recipe: BaseRecipe, onStep: (step: number) => void): Promise<Base> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bases-thread.mjs', import.meta.url), { workerData: recipe });
    worker.on('message', (told: BasesTold) => {
      if (told.kind === 'step') onStep(told.step);
      else resolve(told.base);
    });
    worker.on('error', reject);
    // Of no consequence once there was a base.
    worker.on('exit', (code) =>
      reject(new MachineError(`The thread for ${keyOf(recipe)} ended early, with code ${code}.`)),
    );
  });
}

await runProgram(main);
