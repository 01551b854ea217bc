// Makes sure that the packages named in package-lock.json are installed, and loads TypeScript once they are.
// Built-in modules only: this file runs before anything is installed.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const oldestNode = [20, 19];

/** Installs the locked packages if they are absent or older than the lock file. Throws an Error with one sentence. */
export function ensurePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new Error(
      `This project needs Node ${oldestNode.join('.')} or newer, and this is Node ${process.versions.node}.`,
    );
  }
  const lock = join(root, 'package-lock.json');
  // npm writes this copy at the end of each install, so its age is the age of what is installed.
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;

  console.log('Installing packages (npm ci) ...');
  const windows = process.platform === 'win32';
  // On Windows npm is a .cmd file, which only a shell can start.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0)
    throw new Error('The packages could not be installed: "npm ci" failed, and its output above says why.');
}

/** Imports a TypeScript file of this project, given by its path from the repository root. */
export async function importTypeScript(path) {
  const { register } = await import('tsx/esm/api');
  // It stays registered: a program may import more TypeScript long after its own file was loaded.
  register();
  return import(pathToFileURL(join(root, path)).href);
}
