// npm run golden -- FILE [--device cpu|wasm|webgpu]: replays a PyTorch trajectory and prints the largest deviation of each
// quantity. Exit code 1 beyond the tolerances or for a file that cannot be read, 2 for a flag that cannot be used.
import { createCpuProcessor } from '../cpu/processor.ts';
import { lineOf } from '../experiment/processor/processors.ts';
import { parsedJson } from '../experiment/records/json-shape.ts';
import { F32_TOLERANCE, F64_TOLERANCE } from '../golden/deviation.ts';
import { readGolden } from '../golden/golden.ts';
import type { GoldenReplay } from '../golden/page.ts';
import { withCores } from './cores.ts';
import { MachineError, readWhole } from './files.ts';
import { chosen, readFlags, UsageError } from './flags.ts';
import { runProgram } from './program.ts';
import { withPage } from './server.ts';

/** Bytes of the largest file that is read. */
const MOST_GOLDEN = 50_000_000;

async function main(words: readonly string[]): Promise<boolean> {
  const path = words.find((word, i) => !word.startsWith('--') && words[i - 1] !== '--device');
  const rest = words.filter((word) => word !== path);
  const { values } = readFlags(rest, new Map([['device', 'cpu, wasm or webgpu']]), new Map());
  if (path === undefined) throw new UsageError('Which file? npm run golden -- FILE [--device cpu|wasm|webgpu]');
  const device = chosen(values, 'device', ['cpu', 'wasm', 'webgpu'], 'cpu');
  const text = readText(path);
  const replay = await REPLAYS[device](text);
  return report(path, replay);
}

/** The text of a golden file. Throws MachineError if it is none. */
function readText(path: string): string {
  const text = readWhole(path, 'The golden file', MOST_GOLDEN).toString('utf8');
  const file = parsedJson(text);
  if (file === undefined) throw new MachineError(`The golden file is no JSON (${path}).`);
  try {
    readGolden(file);
    return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new MachineError(`The golden file cannot be used: ${error.message} (${path}).`);
  }
}

async function onCpu(text: string): Promise<GoldenReplay> {
  return {
    device: 'CPU, f64',
    deviations: await readGolden(JSON.parse(text)).replay(createCpuProcessor('f64'), F64_TOLERANCE),
  };
}

async function onWebGpu(text: string): Promise<GoldenReplay> {
  const replay = await withPage(async (page, url) => {
    await page.goto(`${url}src/golden/page.html`);
    await page.waitForFunction(() => globalThis.replayGolden !== undefined);
    return page.evaluate((golden) => globalThis.replayGolden!(golden), text);
  });
  if ('problem' in replay) throw new MachineError(replay.problem);
  return replay;
}

async function onWasm(text: string): Promise<GoldenReplay> {
  return withCores(async (processor) => {
    const deviations = await readGolden(JSON.parse(text)).replay(processor, F32_TOLERANCE);
    return { device: lineOf(processor.device), deviations };
  });
}

const REPLAYS = { cpu: onCpu, wasm: onWasm, webgpu: onWebGpu };

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

await runProgram(main);
