// Makes sure that the packages named in package-lock.json are installed, and loads TypeScript once they are.
// Built-in modules only: this file runs before anything is installed.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const oldestNode = [20, 19];
/** Beside node_modules, so that moving is renaming. */
const nursery = '.node_modules-';

/**
 * Installs the locked packages if one is absent or another one than is locked. What is installed stays until its
 * replacement is complete. Throws an Error with one sentence.
 */
export function ensurePackages(folder = root) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new Error(
      `This project needs Node ${oldestNode.join('.')} or newer, and this is Node ${process.versions.node}.`,
    );
  }
  if (!isInstalled(folder)) install(folder);
}

/** Whether every locked package is there, by content: a lock file that is only newer asks for nothing. */
export function isInstalled(folder = root) {
  const locked = packagesOf(join(folder, 'package-lock.json'));
  if (!locked) throw new Error(`The list of packages cannot be read (${join(folder, 'package-lock.json')}).`);
  // npm writes this list at the end of each installation.
  const installed = packagesOf(join(folder, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  return Object.entries(locked).every(([path, wanted]) => {
    // The project itself.
    if (path === '') return true;
    const found = installed[path];
    if (!found) return wanted.optional === true && !isForHere(wanted);
    const isSame = found.version === wanted.version && found.integrity === wanted.integrity;
    return isSame && existsSync(join(folder, path, 'package.json'));
  });
}

function packagesOf(path) {
  try {
    const { packages } = JSON.parse(readFileSync(path, 'utf8'));
    return typeof packages === 'object' && packages !== null ? packages : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an optional package is one for this kind of machine; without a word about machines it is nobody's in particular. */
function isForHere({ os, cpu, libc }) {
  const names = (list, own) => (list[0]?.startsWith('!') ? !list.includes(`!${own}`) : list.includes(own));
  return Boolean(os && cpu && !libc) && names(os, process.platform) && names(cpu, process.arch);
}

function install(folder) {
  console.error('Installing packages (npm ci) ...');
  // What an installation left behind that was broken off.
  for (const name of readdirSync(folder)) if (name.startsWith(nursery)) remove(join(folder, name));
  const fresh = join(folder, `${nursery}${process.pid}`);
  const [modules, replaced] = [join(folder, 'node_modules'), join(fresh, 'replaced')];
  try {
    mkdirSync(replaced, { recursive: true });
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(fresh, name));
    }
    const windows = process.platform === 'win32';
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: fresh,
      // What npm prints is no result of the program that asked for it.
      stdio: ['ignore', 2, 2],
      // On Windows npm is a .cmd file, which only a shell can start.
      shell: windows,
    });
    if (status !== 0 || !existsSync(join(fresh, 'node_modules'))) {
      throw new Error('“npm ci” failed, and what it says above is why');
    }
    if (existsSync(modules)) renameSync(modules, join(replaced, 'node_modules'));
    try {
      renameSync(join(fresh, 'node_modules'), modules);
    } catch (error) {
      if (existsSync(join(replaced, 'node_modules'))) renameSync(join(replaced, 'node_modules'), modules);
      throw error;
    }
  } catch (error) {
    const former = existsSync(modules) ? ' What was installed before is still there.' : '';
    throw new Error(`The packages could not be installed: ${error.message}.${former}`);
  } finally {
    remove(fresh);
  }
}

function remove(path) {
  rmSync(path, { recursive: true, force: true });
}

/** Imports a TypeScript file of this project, given by its path from the repository root. */
export async function importTypeScript(path) {
  const { register } = await import('tsx/esm/api');
  // It stays registered: a program may import more TypeScript long after its own file was loaded.
  register();
  return import(pathToFileURL(join(root, path)).href);
}
