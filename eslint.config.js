// The rules that need this project's own knowledge or its types: the import table, globals per room, Lit, promises.
// Generic rules (cycles, file length, any, unused names) are in .oxlintrc.json, which is faster.

import { join } from 'node:path';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import { defineConfig, includeIgnoreFile } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { roomRule } from './src/node/room-rule.mjs';
import { rooms } from './src/node/rooms.mjs';

const scripts = ['**/*.{ts,js,mjs}'];

// Files of a row, without those that have a row of their own, and with the tests of a row that is a single file.
/** @param {string} row  @returns {{ files: string[], ignores?: string[] }} */
function filesOf(row) {
  if (!row.endsWith('.ts')) return { files: [`src/${row}/**`], ignores: rowsInside(row).flatMap(filesWithTests) };
  return { files: filesWithTests(row) };
}

/** @param {string} row */
function rowsInside(row) {
  return Object.keys(rooms).filter((other) => other.startsWith(`${row}/`));
}

/** @param {string} row */
function filesWithTests(row) {
  return [`src/${row}`, `src/${row.replace(/\.ts$/, '')}{,.gpu}.test.ts`];
}

/** @type {import('eslint').Linter.Config[]} */
const globalsPerRoom = Object.entries(rooms).map(([row, { unseen }]) => ({
  ...filesOf(row),
  rules: {
    'no-restricted-globals': [
      'error',
      {
        globals: unseen.map((name) => ({
          name,
          message: `src/${row} must never see ${name}; see src/node/rooms.mjs.`,
        })),
        checkGlobalObject: true,
      },
    ],
  },
}));

export default defineConfig([
  includeIgnoreFile(join(import.meta.dirname, '.gitignore')),
  // Another language with the same letters; its compiler is its linter.
  { ignores: ['src/wasm/assembly/**'] },
  {
    files: scripts,
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { globals: { self: 'readonly', window: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['src/**/*.{ts,js,mjs}'],
    plugins: { rooms: { rules: { 'import-table': roomRule } } },
    rules: {
      'rooms/import-table': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is an argument: use src/experiment/random.ts.' },
      ],
    },
  },
  ...globalsPerRoom,
  { files: ['src/components/**/*.ts'], ...wc['flat/recommended'] },
  { files: ['src/components/**/*.ts'], ...lit['flat/recommended'] },
]);
