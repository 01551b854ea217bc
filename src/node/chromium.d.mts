// The types of chromium.mjs, which stays plain JavaScript so that npm test can read it before TypeScript can be loaded.

export interface ChromiumLaunch {
  executablePath: string;
  args: string[];
  headless: boolean;
}

export function launchArguments(options?: { webgpu?: boolean }): string[];
export function launchOptions(options?: { webgpu?: boolean }): ChromiumLaunch;
export function findChromium(options?: { install?: boolean }): string;
