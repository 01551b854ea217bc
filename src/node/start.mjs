// npm start: installs what is missing, makes the data and serves the page on this machine only.
// npm start -- --port 8080 asks for a port and fails if it is taken.

import { parseArgs } from 'node:util';
import { ensurePackages, importTypeScript, root } from './packages.mjs';

try {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Error(`"${values.port}" is not a port; say --port with a number from 1 to 65535.`);
  }
  ensurePackages();
  const { writeDigits } = await importTypeScript('src/node/digits-data.ts');
  await writeDigits();

  const { createServer } = await import('vite');
  const server = await createServer({ root, server: { host: 'localhost', port, strictPort: port !== undefined } });
  await server.listen();
  console.log('\n  Subliminal Lab is running; Ctrl-C ends it.');
  server.printUrls();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // Not exitCode: a server that could not take its port still watches files and would keep the process alive.
  process.exit(1);
}
