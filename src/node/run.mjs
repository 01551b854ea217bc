// node src/node/run.mjs <command> [arguments]: one door to every program of the workbench.
// It prepares the packages and hands over; the programs themselves are elsewhere.

import { join } from 'node:path';
import { ensurePackages, importTypeScript, root } from './packages.mjs';

// A program that reads process.argv and runs when it is imported.
const program = (path) => async (args) => {
  process.argv = [process.argv[0], join(root, path), ...args];
  await importTypeScript(path);
};

// Actions of this file, as programs that take no flags but one.
const action = (name, act) => async (args) => {
  process.argv = [process.argv[0], process.argv[1], ...args];
  const { runProgram } = await importTypeScript('src/node/program.ts');
  const { flagsHelp, readFlags } = await importTypeScript('src/node/flags.ts');
  const help = new Map([['help', 'this text']]);
  await runProgram(async (words) => {
    const { switches } = readFlags(words, new Map(), help);
    if (switches.has('help')) console.log(`npm run ${name} -- [flags]\n\n${flagsHelp(help)}`);
    else await act();
  });
};

const makeData = async () => {
  const { writeDigits } = await importTypeScript('src/node/digits-data.ts');
  await writeDigits();
};

const commands = {
  data: action('data', makeData),
  bases: program('src/node/bases.ts'),
  build: action('build', async () => {
    await makeData();
    const { build } = await import('vite');
    await build({ root });
  }),
  lab: program('src/cli.ts'),
  conditions: program('src/node/conditions.ts'),
  rates: action('rates', async () => {
    const { ratesTable } = await importTypeScript('src/node/verdict-rates.ts');
    console.log((await ratesTable()).join('\n'));
  }),
  golden: program('src/node/golden.ts'),
  bench: program('src/node/bench.ts'),
};

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  console.error(`There is no command "${name}"; the commands are ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
try {
  ensurePackages();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await commands[name](args);
