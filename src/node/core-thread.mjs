// A thread of the command line: reads TypeScript, then does what core-thread.ts says.
import { readTypeScript } from './packages.mjs';

await readTypeScript();
await import('./core-thread.ts');
