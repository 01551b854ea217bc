// Sources a reader can open: every document and script that code or prose cites is in the repository. What is written in them
// is not checked.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const FOLDERS = ['src', 'shaders', 'e2e', 'public'];
const TEXTS = new Set(['.ts', '.mts', '.mjs', '.js', '.wgsl', '.py', '.md', '.html', '.css', '.json']);
/** A name that is made of parts in braces or stars is a pattern, and what follows “://” is on the web. */
const ADDRESS = /\b[a-z]+:\/\/\S+/g;
const CITATION = /(?<![\w*}./-])(?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w-]+\.(?:md|py)\b/g;

/** Paths of documents and scripts that a text names, as it names them. */
function citedIn(text: string): string[] {
  return [...text.replaceAll(ADDRESS, '').matchAll(CITATION)].map(([path]) => path);
}

/** Whether a path leads somewhere from the repository's root or from the folder of the file that names it. */
function isThere(path: string, from: string): boolean {
  return existsSync(join(root, path)) || existsSync(join(dirname(from), path));
}

function texts(): string[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }),
  );
  return [...readdirSync(root, { withFileTypes: true }), ...inFolders]
    .filter((entry) => entry.isFile() && TEXTS.has(extname(entry.name)) && entry.name !== 'package-lock.json')
    .map((entry) => join(entry.parentPath, entry.name));
}

test('every document and script that is cited is in the repository', () => {
  const missing = texts().flatMap((file) =>
    citedIn(readFileSync(file, 'utf8')).flatMap((path) =>
      isThere(path, file) ? [] : [`${relative(root, file)} cites ${path}`],
    ),
  );
  expect(missing).toEqual([]);
});

test('a citation is a path or a bare name, and no address, pattern or ending', () => {
  // Put together here, or the test above would find them.
  const [paper, script] = ['GONE', 'src/golden/pytorch/gone'].map((name, index) => `${name}.${['md', 'py'][index]}`);
  expect(citedIn(`// See ${paper}, Lab 2; made by (${script}) and “../${paper}”.`)).toEqual([
    paper,
    script,
    `../${paper}`,
  ]);
  expect(citedIn(`https://example.org/${paper} *.md \${name}.md .md md`)).toEqual([]);
  expect(isThere(`${paper}`, fileURLToPath(import.meta.url))).toBe(false);
  expect(isThere('rooms.test.ts', fileURLToPath(import.meta.url))).toBe(true);
});
