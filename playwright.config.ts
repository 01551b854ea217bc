// End-to-end tests: what a visitor, a blog author and a broken machine do, on a fresh production build.
// Files named *.no-webgpu.spec.ts run in a browser that offers no adapter; all others have WebGPU. What only waits is a
// project of its own, `waiting`, because it may run side by side; npm test runs it after the others, with more workers.

import { defineConfig } from '@playwright/test';
import { launchOptions } from './src/node/chromium.mjs';

const waiting = '**/silence.spec.ts';

// Another port lets two checkouts be tested side by side.
const port = process.env.E2E_PORT ?? '4173';
const url = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: 'e2e',
  // Tests measure time, and a software adapter takes all cores.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  globalTimeout: 45 * 60_000,
  reporter: 'list',
  use: { baseURL: url, browserName: 'chromium' },
  projects: [
    {
      name: 'webgpu',
      testIgnore: ['**/*.no-webgpu.spec.ts', waiting],
      use: { launchOptions: launchOptions() },
    },
    {
      name: 'no-webgpu',
      testMatch: '**/*.no-webgpu.spec.ts',
      use: { launchOptions: launchOptions({ webgpu: false }) },
    },
    {
      name: 'waiting',
      testMatch: waiting,
      fullyParallel: true,
      use: { launchOptions: launchOptions() },
    },
  ],
  webServer: {
    command: `node src/node/run.mjs build && node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url,
    // A server left over from another day would serve another day's build.
    reuseExistingServer: false,
    timeout: 180_000,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
