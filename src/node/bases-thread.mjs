// Where a thread of npm run bases begins: Node reads no TypeScript by itself, and a thread not even what its parent can.
import { importTypeScript } from './packages.mjs';

await importTypeScript('src/node/bases-thread.ts');
