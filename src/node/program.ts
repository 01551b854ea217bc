// How every program of the workbench begins and ends: mistakes become one sentence and an exit code, and whatever ends a
// program early (a signal, a closed output) also closes what it has opened.
import { constants } from 'node:os';
import { RunError } from '../experiment/records/run-error.ts';
import { codeOf, MachineError, reasonOf } from './files.ts';
import { UsageError } from './flags.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Whatever does not close in time ends with the process. */
const CLOSING_MS = 10_000;

const closers = new Set<() => unknown>();
let isEnding = false;

/** Closes something if the program ends early. Call the result once it is closed. */
export function closeAtEnd(close: () => unknown): () => void {
  closers.add(close);
  return () => closers.delete(close);
}

/**
 * Runs a program with the words of its command line. Its exit code is 0, 1 if it resolves to false or something of this
 * machine is in its way, 2 for a usage error, 128 and the signal's number if one ends it.
 */
export async function runProgram(main: (words: readonly string[]) => Promise<boolean | void>): Promise<void> {
  for (const signal of SIGNALS) process.on(signal, () => void endBy(signal));
  process.stdout.on('error', (error) => void endByOutput(error));
  // Whoever listens to errors is gone, too; there is nobody left to tell.
  process.stderr.on('error', () => {});
  try {
    process.exitCode = (await main(process.argv.slice(2))) === false ? 1 : 0;
  } catch (error) {
    const [code, text] = explained(error);
    await end(code, text);
  }
}

/** Lets signals in; a program that computes without it hears of none before it is done. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Exit code and text of what a program threw. A mistake of ours shows where it was made. */
function explained(error: unknown): [code: number, text: string] {
  if (error instanceof UsageError) return [2, error.message];
  if (error instanceof MachineError) return [1, error.message];
  if (error instanceof RunError) return [1, error.detail ? `${error.message}\n${error.detail}` : error.message];
  const reason = reasonOf(error);
  if (reason !== undefined) return [1, `The system does not do what is needed: ${reason}.`];
  return [1, error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

function endBy(signal: (typeof SIGNALS)[number]): Promise<never> {
  const code = 128 + constants.signals[signal];
  // Whoever asks twice does not wait for anything to close.
  if (isEnding) process.exit(code);
  return end(code, `Ended by ${signal} before it was done.`);
}

function endByOutput(error: Error): Promise<never> | undefined {
  if (isEnding) return undefined;
  // What a program whose reader has gone away usually ends with.
  if (codeOf(error) === 'EPIPE') return end(128 + 13, 'The output was closed before everything was written to it.');
  return end(1, `The output cannot be written: ${reasonOf(error) ?? error.message}.`);
}

async function end(code: number, text: string): Promise<never> {
  // What fails because everything is being closed is no news.
  if (isEnding) return new Promise(() => {});
  isEnding = true;
  // For everybody else who would like to end this process.
  process.exitCode = code;
  console.error(process.stderr.isTTY ? `\r\u001b[K${text}` : text);
  const closed = Promise.allSettled([...closers].map(async (close) => close()));
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSING_MS))]);
  process.exit(code);
}
