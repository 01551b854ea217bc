// Every text that can change has an element of its own. A page translator takes text nodes out of the page and puts its own
// in; what a template would write between its markers then goes nowhere, while `.textContent` of an element still arrives.
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The expressions of all templates that would become a text between other things, with their places. */
function looseTexts(program: ts.Program, files: readonly string[]): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of program.getSourceFiles()) {
    if (!files.includes(file.fileName)) continue;
    const visit = (node: ts.Node): void => {
      for (const expression of childrenOf(node)) {
        if (!isText(checker.getTypeAtLocation(expression), checker)) continue;
        const { line } = file.getLineAndCharacterOfPosition(expression.getStart());
        found.push(`${relative(root, file.fileName)}:${line + 1} ${expression.getText()}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** What stands in a template where a child of an element would. */
function childrenOf(node: ts.Node): ts.Expression[] {
  if (!ts.isTaggedTemplateExpression(node) || !['html', 'svg'].includes(node.tag.getText())) return [];
  if (!ts.isTemplateExpression(node.template)) return [];
  let before = node.template.head.text;
  return node.template.templateSpans.flatMap(({ expression, literal }) => {
    const isChild = before.lastIndexOf('>') >= before.lastIndexOf('<');
    before += literal.text;
    return isChild ? [expression] : [];
  });
}

function isText(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((part) => isText(part, checker));
  const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.Any | ts.TypeFlags.Unknown))
    return true;
  return item !== undefined && isText(item, checker);
}

function optionsOfProject(): ts.CompilerOptions {
  const path = join(root, 'tsconfig.json');
  return ts.parseJsonConfigFileContent(ts.readConfigFile(path, ts.sys.readFile).config, ts.sys, dirname(path)).options;
}

const options = optionsOfProject();

test('no template of the labs has a text that changes between other things', () => {
  const files = ts.sys.readDirectory(join(root, 'src/components'), ['.ts'], ['**/*.test.ts']);
  expect(files.length).toBeGreaterThan(40);
  expect(looseTexts(ts.createProgram(files, options), files)).toEqual([]);
});

test('a text between other things is found; a template, an attribute and a property are none', () => {
  const path = join(root, 'src/components/words.ts');
  const source = `
    import { html, nothing } from 'lit';
    declare const word: string, maybe: string | typeof nothing, size: number, all: string[];
    export const fine = html\`<p title=\${word} .textContent=\${word}>\${html\`<b></b>\`}\${[html\`\`]}\${nothing}</p>\`;
    export const loose = html\`<p>\${word}</p> \${maybe} <b>\${size}</b>\${all}\`;
  `;
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, version) =>
    name === path ? ts.createSourceFile(name, source, version, true) : getSourceFile.call(host, name, version);
  expect(looseTexts(ts.createProgram([path], options, host), [path])).toEqual(
    ['word', 'maybe', 'size', 'all'].map((name) => `src/components/words.ts:5 ${name}`),
  );
});
