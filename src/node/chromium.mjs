// Finds the Chromium that tests, benchmarks and golden runs drive, and says how it is launched.
// It never starts a browser itself.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './packages.mjs';

const isRoot = process.getuid?.() === 0;

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/**
 * Switches for every launch. Without `webgpu` a headless browser on a machine without a GPU offers `navigator.gpu` but
 * no adapter, which is how the missing-GPU ladder is tested.
 * @param {{ webgpu?: boolean }} options
 */
export function launchArguments({ webgpu = true } = {}) {
  return [
    ...(webgpu ? ['--enable-unsafe-webgpu'] : []),
    // Chromium's sandbox refuses to run as root, which is what most containers are.
    ...(isRoot ? ['--no-sandbox'] : []),
    ...quiet,
  ];
}

/**
 * What Playwright's `chromium.launch` and every configuration built on it need. Throws like `findChromium`.
 * @param {{ webgpu?: boolean }} options
 */
export function launchOptions({ webgpu = true } = {}) {
  return { executablePath: findChromium(), args: launchArguments({ webgpu }), headless: true };
}

/**
 * The path of a Chromium or Chrome: CHROMIUM_PATH, an installed one, Playwright's download, or, with `install`, a new
 * one. Throws an Error with one sentence if there is none.
 * @param {{ install?: boolean }} options
 */
export function findChromium({ install = false } = {}) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    const problem = existsSync(named) ? refusalOf(named) : 'and there is no such file';
    if (problem === undefined) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, ${problem}.`);
  }
  const found = installedChromium() ?? playwrightChromium() ?? (install ? installChromium() : undefined);
  if (found) return found;
  throw new Error(
    'No Chromium was found: install Chrome or Chromium, run "npx playwright install chromium", or set CHROMIUM_PATH.',
  );
}

function installedChromium() {
  /** @type {Partial<Record<NodeJS.Platform, () => string[]>>} */
  const elsewhere = { darwin: macPlaces, win32: windowsPlaces };
  const places = elsewhere[process.platform] ?? linuxPlaces;
  return places().find((path) => existsSync(path) && answers(path));
}

function linuxPlaces() {
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => [...folders.map((folder) => join(folder, name)), join('/opt/google/chrome', name)]);
}

function macPlaces() {
  const programs = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];
  return programs.flatMap((program) =>
    ['/Applications', join(homedir(), 'Applications')].map((at) => join(at, program)),
  );
}

function windowsPlaces() {
  const { PROGRAMFILES = '', 'PROGRAMFILES(X86)': older = '', LOCALAPPDATA = '' } = process.env;
  const folders = [PROGRAMFILES, older, LOCALAPPDATA].filter(Boolean);
  const programs = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe'];
  return programs.flatMap((program) => folders.map((folder) => join(folder, program)));
}

// Some Linux distributions ship a "chromium-browser" that only asks for a snap package. Elsewhere the path is proof
// enough, and on Windows "--version" would open a window.
/** @param {string} path */
function answers(path) {
  return refusalOf(path) === undefined;
}

// Why a program cannot be the browser: the end of a sentence, or undefined if it can.
/** @param {string} path */
function refusalOf(path) {
  if (process.platform !== 'linux') return undefined;
  const { error, status, stdout, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  if (error && 'code' in error && error.code === 'EACCES') return 'which this user may not start';
  // A browser has a version of four numbers, which a program that takes any flag does not print.
  if (status === 0 && /\d+\.\d+\.\d+\.\d+/.test(stdout)) return undefined;
  const library = /shared libraries: ([^:\s]+)/.exec(stderr ?? '');
  if (library) return `which does not start: the library ${library[1]} is missing`;
  return 'which is no browser that starts here';
}

// Playwright names the full Chromium here, not its headless shell, which has no WebGPU.
function playwrightChromium() {
  /** @type {typeof import('playwright')} */
  const { chromium } = createRequire(import.meta.url)('playwright');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function installChromium() {
  /** @type {(command: string, ...args: string[]) => boolean} */
  const succeeds = (command, ...args) => {
    const windows = process.platform === 'win32';
    return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows }).status === 0;
  };
  if (isRoot && existsSync('/etc/debian_version')) {
    console.log('Installing Chromium (apt-get install chromium) ...');
    if (succeeds('apt-get', 'update') && succeeds('apt-get', 'install', '-y', 'chromium')) {
      const path = installedChromium();
      if (path) return path;
    }
  }
  console.log('Installing Chromium (npx playwright install chromium) ...');
  return succeeds('npx', 'playwright', 'install', '--no-shell', 'chromium') ? playwrightChromium() : undefined;
}
