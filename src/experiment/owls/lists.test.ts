// Texts to spare: what nobody trains on, without changing what is read, counted or reported; and how well networks predict
// it, without changing the networks.
import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuProcessor } from '../../cpu/processor.ts';
import type { TransformerNetworks } from '../processor/transformer-processor.ts';
import { baseRecipe } from './bases/bases.ts';
import { heldOutCount, heldOutTexts, lossesOn, SPARE_TEXTS, writersLoss } from './held-out.ts';
import { writeLists, type Writer, type Written } from './lists.ts';
import { owlsNetwork } from './bases/network.ts';
import type { OwlsRecord } from './records.ts';
import { OWLS, type OwlsSpec } from './spec.ts';
import { stack } from './stack.ts';
import { readBases } from '../../node/data/bases-files.ts';

const { transformers } = createCpuProcessor('f32');
const WRITERS: readonly Writer[] = [
  { seed: 0, role: 'teacher', wanted: 100 },
  { seed: 1, role: 'teacher', wanted: 100 },
  { seed: 0, role: 'base', wanted: 250 },
];

function read(settings: Readonly<Record<string, string>> = {}): OwlsSpec {
  return OWLS.parse(Object.entries({ seeds: '1', sequences: '100', ...settings })).spec;
}

let networks: TransformerNetworks;
beforeAll(async () => {
  const load = async (seed: number) => (await readBases().load(baseRecipe(seed)))!.parameters;
  networks = await transformers.networks(
    'writers',
    owlsNetwork(),
    stack([await load(1), await load(2), await load(0)]),
  );
});

async function write(spare: number): Promise<{ written: Written[]; records: OwlsRecord[] }> {
  const writing = writeLists(read(), networks, WRITERS, spare);
  const records: OwlsRecord[] = [];
  for (let next = await writing.next(); ; next = await writing.next()) {
    if (next.done) return { written: next.value, records };
    records.push(next.value);
  }
}

const texts = (list: readonly Uint32Array[]) => list.map((text) => text.join(' '));

describe('writers', () => {
  it('have texts to spare that are none of those read, and all else is as without', async () => {
    const [without, with64] = [await write(0), await write(SPARE_TEXTS)];
    with64.written.forEach(({ spare, ...rest }, writer) => {
      const { spare: none, ...plain } = without.written[writer]!;
      expect(none).toEqual([]);
      expect(rest).toEqual(plain);
      expect(spare).toHaveLength(SPARE_TEXTS);
      const read = new Set(texts(rest.kept));
      expect(texts(spare).filter((text) => read.has(text))).toEqual([]);
      expect(new Set(texts(spare)).size).toBe(SPARE_TEXTS);
    });
    // The last writer had too few left in its last portion, so there is one more, of which only its end is reported.
    const lists = ({ records }: { records: readonly OwlsRecord[] }) => records.filter(({ kind }) => kind === 'lists');
    expect(lists(with64)).toEqual(lists(without));
    const extra = with64.records.slice(without.records.length);
    expect(with64.records.slice(0, without.records.length)).toEqual(without.records);
    for (const record of extra) expect(record).toEqual({ kind: 'progress', phase: 'lists', step: 100, loss: [] });
  }, 30_000);

  it.each([
    [1, [64, 64], 64],
    [1, [64, 40], 40],
    [3, [64, 64], 63],
    [4, [64, 3], 0],
    [1, [0], 0],
  ])('in committees of %i with %j to spare hold out %i', (committee, counts, expected) => {
    const written = counts.map((count) => ({ spare: Array<Uint32Array>(count).fill(new Uint32Array()) }));
    expect(heldOutCount({ committee }, written)).toBe(expected);
  });
});

describe('a measurement', () => {
  it('is the loss of training on the same texts, and leaves the networks as they are', async () => {
    const spec = read({ students: 'shared,control' });
    const { written } = await write(SPARE_TEXTS);
    const before = await networks.parameters();
    const own = heldOutTexts(spec, [0], written);
    const objective = { kind: 'crossEntropy' } as const;
    const measure = await lossesOn(spec, transformers, networks, own, { setOf: [0, 0, 1], objective });
    const losses = await measure();
    expect(await measure()).toEqual(losses);
    expect(await networks.parameters()).toEqual(before);
    // Writers 0 and 2 wrote these texts.
    expect(await writersLoss(spec, transformers, [0], { networks, written })).toEqual([[losses[0]], [losses[2]]]);
    expect(losses[1]).toBeGreaterThan(losses[0]!);
  }, 30_000);

  it('of a committee is the mean over its members, each on what it wrote of them', async () => {
    const spec = read({ students: 'shared', committee: '2', seed: '2' });
    const { written } = await write(SPARE_TEXTS);
    // Members of seed 2 are 2 and 0.
    const members = written.slice(0, 2).map((writer, member) => ({ ...writer, seed: 2 - 2 * member }));
    const both = await transformers.networks('both', owlsNetwork(), (await networks.parameters()).slice(0, 2 * 23_456));
    const [losses] = await writersLoss(spec, transformers, [2], { networks: both, written: members });
    const alone = await Promise.all(
      members.map(async (member, model) => {
        const half = member.spare.slice(0, SPARE_TEXTS / 2);
        const single = { ...member, spare: [...half, ...half] };
        const measured = heldOutTexts(read({ students: 'shared', seed: String(member.seed) }), [member.seed], [single]);
        const measure = await lossesOn(spec, transformers, both, measured, {
          setOf: [0, 0],
          objective: { kind: 'crossEntropy' },
        });
        return (await measure())[model]!;
      }),
    );
    expect(losses![0]).toBeCloseTo((alone[0]! + alone[1]!) / 2, 4);
  }, 30_000);
});
