// The ESLint rule behind the import table: it resolves each import of a file in src and looks it up in rooms.mjs.
// It does not follow `new URL('./worker.ts', import.meta.url)`: starting a thread is not importing it.

import { dirname, posix, relative, resolve, sep } from 'node:path';
import { root } from './packages.mjs';
import { rooms, testPackages } from './rooms.mjs';

const testFile = /(\.test|fixture)\.ts$/;

/**
 * What this rule reads of an import, an export or the type of an import, whichever parser made it.
 * @typedef {{ type: string, importKind?: string, exportKind?: string }} Specifier
 * @typedef {{ value?: unknown, loc?: import('eslint').AST.SourceLocation | null }} Source
 * @typedef {Specifier & { specifiers?: Specifier[], source?: Source | null }} Import
 */

/** @type {(path: string, prefix: string) => boolean} */
const inside = (path, prefix) => path === prefix || path.startsWith(`${prefix}/`);

// A path as the table spells it: relative to src, or to the repository root with a slash in front.
/** @param {string} absolute */
function tablePath(absolute) {
  const path = relative(root, absolute).split(sep).join(posix.sep);
  return path.startsWith('src/') ? path.slice('src/'.length) : `/${path}`;
}

// A test belongs to the row of the file it tests: worker/client.test.ts may do what worker/client.ts may.
/** @param {string} path */
function rowOf(path) {
  const tested = path.replace(/(\.gpu|\.element|\.chart)?\.test\.ts$/, '.ts');
  const fitting = Object.keys(rooms).filter((row) => inside(tested, row));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** @type {(target: string, room: import('./rooms.mjs').Room, isTest: boolean, isType: boolean) => boolean} */
function isAllowed(target, { imports, never = [], testImports = [] }, isTest, isType) {
  if (isTest && testImports.some((entry) => inside(target, entry))) return true;
  if (never.some((entry) => inside(target, entry))) return false;
  return imports.some((entry) => {
    const typesOnly = entry.startsWith('type:');
    if (typesOnly && !isType) return false;
    return inside(target, typesOnly ? entry.slice('type:'.length) : entry);
  });
}

/** @param {Import} node */
function importsOnlyTypes(node) {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const { specifiers = [] } = node;
  return specifiers.length > 0 && specifiers.every((each) => each.importKind === 'type' || each.exportKind === 'type');
}

/** @type {import('eslint').Rule.RuleModule} */
export const roomRule = {
  meta: { type: 'problem', schema: [], messages: { noRow: '{{text}}', forbidden: '{{text}}' } },
  create(context) {
    const file = tablePath(context.filename);
    const row = rowOf(file);
    const room = row === undefined ? undefined : rooms[row];
    if (room === undefined) {
      const text = `${file} has no row in src/node/rooms.mjs and in the import table of ARCHITECTURE.md.`;
      return { Program: (node) => context.report({ node, messageId: 'noRow', data: { text } }) };
    }
    const isTest = testFile.test(file);

    /** @param {Import} node */
    const check = (node) => {
      const { source } = node;
      if (typeof source?.value !== 'string' || !source.loc) return;
      const specifier = source.value.replace(/\?.*$/, '');
      let name = specifier;
      let allowed;
      if (/^[./]/.test(specifier)) {
        const fromRoot = specifier.startsWith('/');
        name = tablePath(fromRoot ? resolve(root, `.${specifier}`) : resolve(dirname(context.filename), specifier));
        allowed = rowOf(name) === row || isAllowed(name, room, isTest, importsOnlyTypes(node));
      } else {
        allowed = [...room.packages, ...(isTest ? testPackages : [])].some((pattern) => pattern.test(specifier));
      }
      if (allowed) return;
      const { imports, never = [], packages } = room;
      const list =
        [...imports, ...never.map((entry) => `not ${entry}`), ...packages.map(String)].join(', ') || 'only itself';
      context.report({
        loc: source.loc,
        messageId: 'forbidden',
        data: { text: `${row} may import ${list}; not ${name}. The import table is in src/node/rooms.mjs.` },
      });
    };

    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};
