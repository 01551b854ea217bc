// How models are divided among cores: consecutive ones, as evenly as whole models allow. Knows no networks.

/** Consecutive models: `count` of them from `first` on. */
export interface Part {
  readonly first: number;
  readonly count: number;
}

/** One part for each core; where there are fewer models than cores, some are empty. */
export function divide(models: number, cores: number): Part[] {
  return Array.from({ length: cores }, (_, core) => {
    const first = Math.floor((core * models) / cores);
    return { first, count: Math.floor(((core + 1) * models) / cores) - first };
  });
}

/** The groups of `perGroup` consecutive models that a part reaches into, and how many of its models each has there. */
export function groupsIn({ first, count }: Part, perGroup: number): { group: number; models: number }[] {
  const groups: { group: number; models: number }[] = [];
  for (let model = first; model < first + count;) {
    const group = Math.floor(model / perGroup);
    const end = Math.min(first + count, (group + 1) * perGroup);
    groups.push({ group, models: end - model });
    model = end;
  }
  return groups;
}
