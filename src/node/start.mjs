// npm start: installs what is missing, makes the data and serves the page on this machine only.
// npm start -- --port 8080 asks for a port and fails if it is taken.

import { ensurePackages, importTypeScript, root } from './packages.mjs';

try {
  ensurePackages();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { closeAtEnd, runProgram } = await importTypeScript('src/node/program.ts');
const { readFlags, UsageError } = await importTypeScript('src/node/flags.ts');
const { MachineError } = await importTypeScript('src/node/files.ts');
const { writeDigits } = await importTypeScript('src/node/digits-data.ts');

await runProgram(async (words) => {
  const text = readFlags(words, new Map([['port', '']]), new Map()).values.get('port');
  const port = text === undefined ? undefined : Number(text);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new UsageError(`“${text.slice(0, 40)}” is not a port; say --port with a number from 1 to 65535.`);
  }
  await writeDigits();

  const { createServer } = await import('vite');
  const server = await createServer({ root, server: { host: 'localhost', port, strictPort: port !== undefined } });
  closeAtEnd(() => server.close());
  try {
    await server.listen();
  } catch (error) {
    throw new MachineError(`The page cannot be served: ${error.message}.`);
  }
  console.log('\n  Subliminal Lab is running; Ctrl-C ends it.');
  server.printUrls();
});
