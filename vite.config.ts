// How the page is served, built and unit-tested. The test projects differ in where they run: `node` in Node, `gpu` in a
// real Chromium with WebGPU, `elements` (charts too) in one for its DOM. End-to-end tests have their own file,
// playwright.config.ts.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './src/node/chromium.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// Pages at the root are the product; pages inside src (benchmarks, golden runs) exist only on the dev server.
const pages = readdirSync(root).filter((name) => name.endsWith('.html'));

// Not every project needs a browser, so its absence must not stop the dev server, the build or the node project.
function browserIfAny() {
  try {
    return launchOptions();
  } catch (error) {
    console.warn(error instanceof Error ? error.message : error);
    return undefined;
  }
}

function browser() {
  return {
    enabled: true,
    provider: playwright({ launchOptions: process.env.VITEST ? browserIfAny() : undefined }),
    headless: true,
    ui: false,
    screenshotFailures: false,
    instances: [{ browser: 'chromium' as const }],
  };
}

/** What shaders say to their readers is not sent to browsers; lines keep their numbers, which compilers name. */
const shadersWithoutComments: Plugin = {
  name: 'shaders-without-comments',
  apply: 'build',
  enforce: 'pre',
  load(id) {
    const [path = '', query] = id.split('?');
    if (!path.endsWith('.wgsl') || query !== 'raw') return undefined;
    return `export default ${JSON.stringify(readFileSync(path, 'utf8').replace(/^[^\S\n]*\/\/.*$/gm, ''))};`;
  },
};

/** D3 makes curves by functions that are called at once; marked as pure, those that nobody draws with are left out. */
const curvesThatAreUsed: Plugin = {
  name: 'curves-that-are-used',
  apply: 'build',
  transform(code, id) {
    if (!/[\\/]d3-shape[\\/]/.test(id)) return undefined;
    return { code: code.replace(/= \(function custom/g, '= /*#__PURE__*/ (function custom'), map: null };
  },
};

export default defineConfig({
  root,
  plugins: [shadersWithoutComments, curvesThatAreUsed],
  base: './',
  define: { __VERSION__: JSON.stringify(version) },
  // Named here so that the dev server never finds one late and reloads a page in the middle of a test.
  optimizeDeps: {
    entries: ['*.html', 'src/*/*.html'],
    include: [
      'lit',
      'lit/decorators.js',
      'd3',
      '@jax-js/jax',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-core/dist/register_all_gradients.js',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgpu',
    ],
  },
  worker: { format: 'es', plugins: () => [shadersWithoutComments] },
  build: {
    target: 'es2022',
    // A strict content security policy allows neither the inline polyfill nor data: URLs.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The only styles here are those of this site's own page. Split, they would come along with the code of a lab that is loaded
    // later, into pages of others.
    cssCodeSplit: false,
    sourcemap: true,
    rolldownOptions: { input: pages.map((name) => join(root, name)) },
  },
  test: {
    // A forgotten .only would turn all other tests green unseen.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.{gpu,element,chart}.test.ts'],
          testTimeout: 60_000,
          // One thread more than vitest would take: it leaves a core to whoever watches, and on two cores half of them.
          maxWorkers: '100%',
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          // One file at a time: on a software adapter two files only take each other's cores.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: browser(),
        },
      },
      {
        extends: true,
        optimizeDeps: { include: ['axe-core'] },
        test: {
          name: 'elements',
          include: ['src/**/*.{element,chart}.test.ts'],
          // A screen on which nothing is drawn as narrow as on a phone.
          browser: { ...browser(), viewport: { width: 1000, height: 800 } },
        },
      },
    ],
  },
});
