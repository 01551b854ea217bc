// The shape of the repository: folder names that say something, a map that names every room, files one can read.

import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

function entriesUnder(folder: string) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
}

test('no folder of src is a drawer for things without a room', () => {
  const drawers = new Set(['utils', 'common', 'lib', 'helpers', 'types', 'constants']);
  const folders = entriesUnder('src').filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => drawers.has(name))).toEqual([]);
});

test('the import table of ARCHITECTURE.md names each room', () => {
  const rows = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const named = rows.map((row) => row.split('|')[1].replaceAll('`', '').trim());
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /^[\w-]+\.ts$/.test(entry.name))
    .map(({ name }) => name);
  const missing = rooms.filter((room) => !named.some((cell) => cell.split(/[\s,/]+/).includes(room)));
  expect(missing).toEqual([]);
});

test('files that the linters do not read have at most 300 lines too', () => {
  const long = ['src', 'shaders', 'e2e']
    .flatMap(entriesUnder)
    .filter((entry) => entry.isFile() && /\.(wgsl|css|html|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'utf8').trimEnd().split('\n').length > 300);
  expect(long.map((path) => basename(path))).toEqual([]);
});
