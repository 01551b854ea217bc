// Compiles the WebAssembly kernels from src/wasm/assembly: two builds from one source. What was made from the same sources by the
// same compiler is left as it is.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MachineError } from '../files.ts';
import { root } from '../packages.mjs';

const SOURCES = join(root, 'src/wasm/assembly');
const BUILD = join(root, 'src/wasm/build');

const FLAGS = ['--runtime', 'stub', '--noAssert', '-O3', '--importMemory', '--enable', 'simd'];
/** v128 never leaves the module: functions that take it are not among its exports. */
const QUIET = ['--disableWarning', '112'];
const BUILDS = { baseline: [], relaxed: ['--enable', 'relaxed-simd'] } as const;

/** Makes what is missing. Throws MachineError with what the compiler says. */
export async function writeKernels(): Promise<void> {
  const digest = digestOfSources();
  for (const [name, flags] of Object.entries(BUILDS)) {
    const made = join(BUILD, `${name}.wasm`);
    const mark = join(BUILD, `${name}.sha256`);
    const isThere = existsSync(made) && existsSync(mark) && readFileSync(mark, 'utf8') === digest;
    if (!isThere) await compile(made, mark, flags, digest);
  }
}

async function compile(made: string, mark: string, flags: readonly string[], digest: string): Promise<void> {
  const { default: asc } = await import('assemblyscript/asc');
  const outputs = new Map<string, Uint8Array>();
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernels.wasm', ...FLAGS, ...QUIET, ...flags], {
    readFile: (name) => {
      const path = join(SOURCES, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
    writeFile: (name, contents) => {
      outputs.set(name, typeof contents === 'string' ? new TextEncoder().encode(contents) : contents);
    },
    listFiles: () => [],
  });
  const wasm = outputs.get('kernels.wasm');
  if (error || !wasm) throw new MachineError(`The WebAssembly kernels cannot be compiled.\n${stderr.toString()}`);
  mkdirSync(BUILD, { recursive: true });
  // Complete or not there: another program may compile at the same time.
  const part = `${made}.${process.pid}`;
  writeFileSync(part, wasm);
  renameSync(part, made);
  writeFileSync(mark, digest);
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(SOURCES).sort()) hash.update(name).update(readFileSync(join(SOURCES, name)));
  hash.update(JSON.stringify([FLAGS, BUILDS, compilerVersion()]));
  return hash.digest('hex');
}

function compilerVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'),
  );
  return version;
}
