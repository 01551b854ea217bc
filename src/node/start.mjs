// npm start: installs what is missing, makes the data and serves the page on this machine only.
// npm start -- --port 8080 asks for a port and fails if it is taken.

import { ensurePackages, readTypeScript, root, sentenceOf } from './packages.mjs';

try {
  ensurePackages();
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
await readTypeScript();
const { closeAtEnd, runProgram } = await import('./program.ts');
const { readFlags, UsageError } = await import('./flags.ts');
const { MachineError } = await import('./files.ts');
const { writeDigits } = await import('./data/digits-data.ts');
const { writeKernels } = await import('./data/wasm-kernels.ts');

/** @param {string} text */
function portOf(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new UsageError(`“${text.slice(0, 40)}” is not a port; say --port with a number from 1 to 65535.`);
}

await runProgram(async (words) => {
  const text = readFlags(words, new Map([['port', '']]), new Map()).values.get('port');
  const port = text === undefined ? undefined : portOf(text);
  await writeDigits();
  await writeKernels();

  const { createServer } = await import('vite');
  const server = await createServer({ root, server: { host: 'localhost', port, strictPort: port !== undefined } });
  closeAtEnd(() => server.close());
  try {
    await server.listen();
  } catch (error) {
    throw new MachineError(`The page cannot be served: ${sentenceOf(error)}.`);
  }
  console.log('\n  Subliminal Lab is running; Ctrl-C ends it.');
  server.printUrls();
});
