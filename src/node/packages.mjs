// Makes sure that the packages named in package-lock.json are installed, and loads TypeScript once they are.
// Built-in modules only: this file runs before anything is installed.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const oldestNode = { major: 20, minor: 19 };
/** Beside node_modules, so that moving is renaming. */
const nursery = '.node_modules-';

/**
 * An entry of package-lock.json, as far as it is read here.
 * @typedef {object} Package
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string[]} [os]  names of systems, or of all others after "!"
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/**
 * Installs the locked packages if one is absent or another one than is locked. What is installed stays until its
 * replacement is complete. Throws an Error with one sentence.
 */
export function ensurePackages(folder = root) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldestNode.major || (major === oldestNode.major && minor < oldestNode.minor)) {
    const oldest = `${oldestNode.major}.${oldestNode.minor}`;
    throw new Error(`This project needs Node ${oldest} or newer, and this is Node ${process.versions.node}.`);
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

/** @param {string} path  @returns {Record<string, Package> | undefined} */
function packagesOf(path) {
  try {
    const { packages } = JSON.parse(readFileSync(path, 'utf8'));
    return typeof packages === 'object' && packages !== null ? packages : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether an optional package is one for this kind of machine; without a word about machines it is nobody's in particular.
 * @param {Package} locked
 */
function isForHere({ os, cpu, libc }) {
  /** @type {(list: string[], own: string) => boolean} */
  const names = (list, own) => (list[0]?.startsWith('!') ? !list.includes(`!${own}`) : list.includes(own));
  return os !== undefined && cpu !== undefined && !libc && names(os, process.platform) && names(cpu, process.arch);
}

/** @param {string} folder */
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
    throw new Error(`The packages could not be installed: ${sentenceOf(error)}.${former}`);
  } finally {
    remove(fresh);
  }
}

/** @param {string} path */
function remove(path) {
  rmSync(path, { recursive: true, force: true });
}

/**
 * What an error says.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** Lets this process import TypeScript, now and later: a program may import more long after its own file was loaded. */
export async function readTypeScript() {
  const { register } = await import('tsx/esm/api');
  register();
}
