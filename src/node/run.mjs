// node src/node/run.mjs <command> [arguments]: one door to every program of the workbench.
// It prepares the packages and hands over; the programs themselves are elsewhere.

import { ensurePackages, readTypeScript, root, sentenceOf } from './packages.mjs';

/**
 * Actions of this file, as programs that take no flags but one.
 * @param {string} name
 * @param {() => Promise<void>} act
 */
const action = (name, act) => async () => {
  const { runProgram } = await import('./program.ts');
  const { flagsHelp, readFlags } = await import('./flags.ts');
  const help = new Map([['help', 'this text']]);
  await runProgram(async (words) => {
    const { switches } = readFlags(words, new Map(), help);
    if (switches.has('help')) console.log(`npm run ${name} -- [flags]\n\n${flagsHelp(help)}`);
    else await act();
  });
};

const makeData = async () => {
  const { writeDigits } = await import('./data/digits-data.ts');
  await writeDigits();
};

const makeKernels = async () => {
  const { writeKernels } = await import('./data/wasm-kernels.ts');
  await writeKernels();
};

/**
 * A program reads process.argv and runs when it is imported.
 * @type {Record<string, () => Promise<unknown>>}
 */
const commands = {
  data: action('data', makeData),
  wasm: action('wasm', makeKernels),
  bases: () => import('./data/bases.ts'),
  build: action('build', async () => {
    await makeData();
    await makeKernels();
    const { build } = await import('vite');
    await build({ root });
  }),
  lab: () => import('../cli.ts'),
  conditions: () => import('./conditions.ts'),
  rates: action('rates', async () => {
    const { ratesTable } = await import('./results/verdict-rates.ts');
    console.log((await ratesTable()).join('\n'));
  }),
  golden: () => import('./golden.ts'),
  bench: () => import('./bench.ts'),
};

/** Programs that train, on WebAssembly among others. */
const COMPUTING = new Set(['lab', 'conditions', 'bases', 'golden', 'bench']);

// What is left is what the command's own program would be called with.
const [name = ''] = process.argv.splice(2, 1);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`There is no command "${name}"; the commands are ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
try {
  ensurePackages();
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
await readTypeScript();
if (COMPUTING.has(name)) await makeKernels();
await command();
