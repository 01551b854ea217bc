// The kernels: one WGSL file, one name. Reads from the source what the engine binds by name: tensors, override
// constants and tile sizes. Compiles nothing.

const sources = import.meta.glob<string>('/shaders/*.wgsl', { query: '?raw', import: 'default', eager: true });

interface Binding {
  readonly group: number;
  readonly binding: number;
  readonly name: string;
  readonly access: 'read' | 'read_write' | 'uniform';
}

export interface Kernel {
  readonly name: string;
  readonly source: string;
  readonly bindings: readonly Binding[];
  /** Override constants without a default must be given. */
  readonly overrides: readonly { readonly name: string; readonly required: boolean }[];
  /** Outputs one workgroup covers, for the matrix kernels. */
  readonly tile: { readonly rows: number; readonly columns: number } | undefined;
}

const kernels = new Map<string, Kernel>(
  Object.entries(sources).map(([path, source]) => {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.wgsl'.length);
    return [name, readKernel(name, source)];
  }),
);

export const KERNEL_NAMES: readonly string[] = [...kernels.keys()];

/** The kernel of this name. Throws if there is none. */
export function kernelNamed(name: string): Kernel {
  const kernel = kernels.get(name);
  if (!kernel) throw new Error(`there is no kernel “${name}”; shaders/ has ${KERNEL_NAMES.join(', ')}`);
  return kernel;
}

/** Reads the declarations of a WGSL file. */
export function readKernel(name: string, source: string): Kernel {
  const code = source.replace(/\/\/.*$/gm, '');
  const declaration = /@group\((\d+)\)\s*@binding\((\d+)\)\s*var<(storage|uniform)(?:,\s*(read|read_write))?>\s*(\w+)/g;
  const bindings = [...code.matchAll(declaration)].map(([, group, binding, space, access, tensor]): Binding => {
    const storageAccess = access === 'read_write' ? 'read_write' : 'read';
    return {
      group: Number(group),
      binding: Number(binding),
      name: tensor ?? '',
      access: space === 'uniform' ? 'uniform' : storageAccess,
    };
  });
  const overrides = [...code.matchAll(/override\s+(\w+)\s*:\s*\w+\s*(=?)/g)].map(([, constant, initial]) => ({
    name: constant ?? '',
    required: initial !== '=',
  }));
  const rows = /const TILE_ROWS = (\d+)u/.exec(code)?.[1];
  const columns = /const TILE_COLUMNS = (\d+)u/.exec(code)?.[1];
  return {
    name,
    source,
    bindings,
    overrides,
    tile: rows && columns ? { rows: Number(rows), columns: Number(columns) } : undefined,
  };
}
