// Where a thread of npm run bases begins: Node reads no TypeScript by itself, and a thread not even what its parent can.
import { readTypeScript } from '../packages.mjs';

await readTypeScript();
await import('./bases-thread.ts');
