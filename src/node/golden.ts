// npm run golden -- FILE [--device cpu|webgpu]: replays a PyTorch trajectory and prints the largest deviation of each
// quantity. Exit code 1 beyond the tolerances, 2 for a file or flag that cannot be used.
import { readFileSync } from 'node:fs';
import { createCpuLanguageTrainer } from '../cpu/language-trainer.ts';
import { createCpuTrainer } from '../cpu/trainer.ts';
import { F64_TOLERANCE } from '../golden/deviation.ts';
import { readGolden } from '../golden/golden.ts';
import type { GoldenReplay } from '../golden/page.ts';
import { readFlags, UsageError } from './flags.ts';
import { openBrowser, serve } from './server.ts';

async function main(words: readonly string[]): Promise<boolean> {
  const path = words.find((word, i) => !word.startsWith('--') && words[i - 1] !== '--device');
  const rest = words.filter((word) => word !== path);
  const { values } = readFlags(rest, new Map([['device', 'cpu or webgpu']]), new Map());
  if (path === undefined) throw new UsageError('Which file? npm run golden -- FILE [--device cpu|webgpu]');
  const device = values.get('device') ?? 'cpu';
  if (device !== 'cpu' && device !== 'webgpu') throw new UsageError(`--device must be cpu or webgpu, not “${device}”.`);
  const file = readJson(path);
  const replay = device === 'cpu' ? await onCpu(file) : await onWebGpu(file);
  return report(path, replay);
}

function readJson(path: string): unknown {
  try {
    const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
    readGolden(file);
    return file;
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function onCpu(file: unknown): Promise<GoldenReplay> {
  const trainers = { mlp: () => createCpuTrainer('f64'), language: () => createCpuLanguageTrainer('f64') };
  return { device: 'CPU, f64', deviations: await readGolden(file).replay(trainers, F64_TOLERANCE) };
}

async function onWebGpu(file: unknown): Promise<GoldenReplay> {
  const served = await serve();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${served.url}src/golden/page.html`);
    await page.waitForFunction(() => globalThis.replayGolden !== undefined);
    return await page.evaluate((golden) => globalThis.replayGolden!(golden), file);
  } finally {
    await browser.close();
    await served.close();
  }
}

function report(path: string, { device, deviations }: GoldenReplay): boolean {
  console.log(`${path} on ${device}\n`);
  console.log(`${'quantity'.padEnd(32)}  ${'largest deviation'.padEnd(20)}  ${'tolerance'.padEnd(18)}`);
  let within = true;
  for (const { quantity, largest, tolerance, relative } of deviations) {
    // Not a number is never within.
    const ok = largest <= tolerance;
    within &&= ok;
    const kind = relative ? 'relative' : 'absolute';
    console.log(
      `${quantity.padEnd(32)}  ${largest.toExponential(2).padEnd(20)}  ${`${tolerance.toExponential(0)} ${kind}`.padEnd(18)}  ${ok ? 'ok' : 'BEYOND'}`,
    );
  }
  console.log(within ? '\nEvery quantity is within its tolerance.' : '\nSome quantities are beyond their tolerance.');
  return within;
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
