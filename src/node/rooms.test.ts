// The shape of the repository: folder names that say something, a map that says what lint enforces, files one can read.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { experiments, rooms } from './rooms.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

function entriesUnder(folder: string) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
}

test('no folder of src is a drawer for things without a room', () => {
  const drawers = new Set(['utils', 'common', 'lib', 'helpers', 'types', 'constants']);
  const folders = entriesUnder('src').filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => drawers.has(name))).toEqual([]);
});

/** The rows of the map, without the marks around names; one about any experiment is one about each. */
const map = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => {
    if (!/^\| `[^|]*<experiment>/.test(line)) return [line.replace(/[\w/]*<experiment>/g, ofEach)];
    return experiments.map((name) => line.replaceAll('<experiment>', name));
  })
  .map((line) => {
    const [room = '', , imports = '', unseen = ''] = line.replaceAll('`', '').split('|').slice(1).map(trimmed);
    return { room, imports, unseen };
  });

/** "experiment/<experiment>" as "experiment/digits, experiment/owls". */
function ofEach(path: string): string {
  return experiments.map((name) => path.replace('<experiment>', name)).join(', ');
}

function trimmed(text: string): string {
  return text.trim();
}

const inside = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** The row of the map that a path of src belongs to. */
function onMap(path: string): string | undefined {
  const fitting = map.map(({ room }) => room).filter((room) => inside(path, room));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** What a cell says of each row of rooms.mjs: "x, y" of the whole room, "a.ts, b.ts: x; c.ts: y" of files in it. */
function said(room: string, cell: string): [row: string, words: string[]][] {
  return cell.split(';').flatMap((clause) => {
    const [words = '', files] = clause.split(':').reverse();
    const list = words.split(',').map(trimmed);
    if (files === undefined) return [[room, list]];
    return files.split(',').map((file): [string, string[]] => {
      const row = `${room}/${file.trim()}`;
      return [row in rooms ? row : room, list];
    });
  });
}

test('the map, the import table and src have the same rooms', () => {
  const listed = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /^[\w-]+\.ts$/.test(entry.name))
    .map(({ name }) => name);
  const onTop = (paths: readonly string[]) => [...new Set(paths.map((path) => path.split('/')[0]))].sort();
  expect(onTop(map.map(({ room }) => room))).toEqual(listed.sort());
  expect(onTop(Object.keys(rooms))).toEqual(listed.sort());
  expect(map.map(({ room }) => room).filter((room) => !(room in rooms))).toEqual([]);
  const paths = Object.entries(rooms).flatMap(([row, { imports }]) => [row, ...imports.map(withoutType)]);
  const missing = paths.filter((path) => !existsSync(join(root, path.startsWith('/') ? '' : 'src', path)));
  expect(missing).toEqual([]);
});

function withoutType(path: string): string {
  return path.replace(/^type:/, '');
}

test('what a room may import according to the map is what lint lets it import, neither more nor less', () => {
  const written = map.flatMap(({ room, imports }) => said(room, imports));
  const ofMap = written.map(([row, words]) => {
    const paths = words.filter((word) => word !== 'itself').map((word) => word.replace(/^(.+) \(types\)$/, 'type:$1'));
    return [row, paths.sort()] as const;
  });
  const ofLint = Object.entries(rooms).map(([row, { imports }]) => {
    // What else there is in a room goes without saying.
    return [row, imports.filter((path) => onMap(withoutType(path)) !== onMap(row)).sort()] as const;
  });
  expect(written.map(([row]) => row).sort(), 'each row once').toEqual(Object.keys(rooms).sort());
  expect(Object.fromEntries(ofMap)).toEqual(Object.fromEntries(ofLint));
});

/** Words of the map that stand for several globals. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  // Compared below.
  'what is of another experiment': [],
  DOM: ['document', 'window', 'HTMLElement', 'customElements'],
  GPU: ['navigator', 'GPUBufferUsage', 'GPUMapMode', 'GPUShaderStage'],
  clock: ['Date', 'performance', 'setTimeout', 'setInterval', 'requestAnimationFrame'],
  // No room may use it: a rule of its own.
  'Math.random': [],
};
const PACKAGES = ['D3', 'Lit'];

test('what a room never sees according to the map, lint keeps from it', () => {
  let above = '';
  const written = map.flatMap(({ room, unseen }) => {
    if (unseen !== 'the same') above = unseen;
    return said(room, above);
  });
  const seen = written.flatMap(([row, words]) => {
    const { imports = [], never = [], packages = [], unseen = [] } = rooms[row] ?? {};
    const isSeen = (word: string) => {
      if (PACKAGES.includes(word)) return packages.some((pattern) => pattern.test(word.toLowerCase()));
      if (never.some((path) => inside(word, path))) return false;
      if (onMap(word) === undefined) return (MEANT[word] ?? [word]).some((name) => !unseen.includes(name));
      return imports.map(withoutType).some((path) => inside(path, word) || inside(word, path));
    };
    return words.filter(isSeen).map((word) => `${row} sees ${word}`);
  });
  expect(seen).toEqual([]);
  expect(written.length).toBeGreaterThanOrEqual(map.length);
});

test('no experiment sees another one, and what all labs share sees none', () => {
  for (const name of experiments) {
    const others = experiments
      .filter((other) => other !== name)
      .flatMap((other) => [`experiment/${other}`, `components/${other}`]);
    const never = [...others, 'experiment/runs.ts'];
    expect(rooms[`components/${name}`]?.never, name).toEqual(never);
    expect(rooms[`experiment/${name}`]?.never, name).toEqual([
      ...never,
      'experiment/register.ts',
      'experiment/signs.ts',
    ]);
  }
  for (const room of ['settings', 'parts', 'run', 'lab']) {
    expect(rooms[`components/${room}`]?.never, room).toHaveLength(2 * experiments.length + 1);
  }
});

test('no room is a heap: at most 25 files stand side by side, tests and fixtures beside what they test not counted', () => {
  const folders = new Map<string, number>();
  for (const { name, parentPath } of entriesUnder('src').filter((entry) => entry.isFile())) {
    if (/(\.test|fixture)\.ts$/.test(name)) continue;
    folders.set(parentPath, (folders.get(parentPath) ?? 0) + 1);
  }
  expect([...folders].filter(([, count]) => count > 25)).toEqual([]);
  expect(folders.size).toBeGreaterThan(20);
});

test('files that the linters do not read have at most 300 lines too', () => {
  const long = ['src', 'shaders', 'e2e']
    .flatMap(entriesUnder)
    .filter((entry) => entry.isFile() && /\.(wgsl|css|html|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'utf8').trimEnd().split('\n').length > 300);
  expect(long.map((path) => basename(path))).toEqual([]);
});
