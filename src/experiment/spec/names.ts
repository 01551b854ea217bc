// Tells things of one name apart, wherever they are named together.

/** Names by which one can be told from another: those that are equal get numbers. */
export function distinct(names: readonly string[]): string[] {
  return names.map((name, index) => {
    if (names.indexOf(name) === names.lastIndexOf(name)) return name;
    return `${name} no. ${names.slice(0, index + 1).filter((other) => other === name).length}`;
  });
}
