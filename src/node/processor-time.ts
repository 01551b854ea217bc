// Processor time of this process and all its descendants (the browser and its GPU process), from Linux's /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc; fixed at 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Milliseconds of user and system time so far, or undefined where there is no /proc. Processes that ended are not counted. */
export function processorTime(): number | undefined {
  const parents = new Map<number, number>();
  const ticks = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      if (/^\d+$/.test(name)) readStat(Number(name), parents, ticks);
    }
  } catch {
    return undefined;
  }
  let total = 0;
  for (const [id, own] of ticks) if (descends(id, parents)) total += own;
  return (total / TICKS) * 1000;
}

function readStat(id: number, parents: Map<number, number>, ticks: Map<number, number>): void {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${id}/stat`, 'utf8');
  } catch {
    // It ended between the listing and the reading.
    return;
  }
  // The command's name, in brackets, may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  parents.set(id, Number(fields[1]));
  ticks.set(id, Number(fields[11]) + Number(fields[12]));
}

function descends(id: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = id; at !== undefined && at > 1; at = parents.get(at)) {
    if (at === process.pid) return true;
  }
  return false;
}
