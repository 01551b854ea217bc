// The types of packages.mjs, which stays plain JavaScript because it runs before anything is installed.

export const root: string;
export function ensurePackages(folder?: string): void;
export function isInstalled(folder?: string): boolean;
export function importTypeScript<Module>(path: string): Promise<Module>;
