// Two labs share an address: each reads and writes its own names, and leaves the rest to the other and to the page around.
import { describe, expect, test } from 'vitest';
import { Addresses, ADDRESSES } from './address.ts';
import type { Entry } from './settings.ts';

const SEEDS: Entry[] = [
  ['v', '2'],
  ['seeds', '5'],
];

describe('writing', () => {
  test.each([
    [SEEDS, '', '?v=2&seeds=5'],
    [[], '?v=2&seeds=5', ''],
    [SEEDS, '?p=12&v=2&seeds=2&backend=cpu', '?v=2&seeds=5&p=12'],
    [[], '?utm_source=a%20letter&seeds=2&q=1+1&flag', '?utm_source=a%20letter&q=1+1&flag'],
    [SEEDS, '?%zz=1&&', '?v=2&seeds=5&%zz=1'],
    [SEEDS, '?v=2&owls.seeds=8&seeds=2', '?v=2&seeds=5&owls.seeds=8'],
    [[], '?v=2&owls.seeds=8&seeds=2', '?v=2&owls.seeds=8'],
  ] as const)('the digits write %j over %s as %s', (entries, search, address) => {
    expect(ADDRESSES.write('digits', entries, search)).toBe(address);
  });

  test.each([
    [SEEDS, '', '?v=2&owls.seeds=5'],
    [SEEDS, '?v=2&seeds=2&page=4', '?v=2&owls.seeds=5&seeds=2&page=4'],
    [[], '?v=2&owls.trait=oak&seeds=2', '?v=2&seeds=2'],
    [[], '?v=2&owls.trait=oak&owls.nonsense=1', '?owls.nonsense=1'],
    [[...SEEDS, ['backend', 'cpu']] as const, '?v=2&backend=webgpu', '?v=2&owls.seeds=5&backend=cpu'],
  ] as const)('the owls write %j over %s as %s', (entries, search, address) => {
    expect(ADDRESSES.write('owls', entries, search)).toBe(address);
  });

  test('where others train stays unless the lab has chosen itself', () => {
    expect(ADDRESSES.write('owls', SEEDS, '?v=2&backend=cpu', { keepsBackend: true })).toBe(
      '?v=2&owls.seeds=5&backend=cpu',
    );
    expect(ADDRESSES.write('owls', [], '?v=2&backend=cpu', { keepsBackend: true })).toBe('?v=2&backend=cpu');
    expect(ADDRESSES.write('owls', [], '?v=2&backend=cpu')).toBe('');
  });

  test('marks of a campaign stay in the address and leave a link', () => {
    expect(ADDRESSES.write('digits', SEEDS, '?utm_source=a&page=2')).toBe('?v=2&seeds=5&utm_source=a&page=2');
    expect(ADDRESSES.write('digits', SEEDS, '?utm_source=a&page=2', { dropsCampaign: true })).toBe(
      '?v=2&seeds=5&page=2',
    );
  });
});

describe('reading', () => {
  const search = '?v=2&seeds=2&owls.seeds=8&owls.trait=oak&backend=cpu&colour=red&owls.colour=blue&constructor=1';

  test('each lab hears its own names and what is said to all', () => {
    expect(ADDRESSES.read('owls', search)).toEqual([
      ['v', '2'],
      ['backend', 'cpu'],
      ['seeds', '8'],
      ['trait', 'oak'],
      ['colour', 'blue'],
    ]);
    expect(ADDRESSES.read('digits', search).map(([name]) => name)).toEqual([
      'v',
      'backend',
      'seeds',
      'colour',
      'constructor',
    ]);
  });

  test('a version without settings of the owls is none of their business', () => {
    expect(ADDRESSES.read('owls', '?v=99&seeds=2')).toEqual([]);
    expect(ADDRESSES.read('digits', '?v=99')).toEqual([['v', '99']]);
  });

  test('whatever one lab writes it reads back, also behind a prefix', () => {
    const entries: Entry[] = [
      ['v', '2'],
      ['students', 'shared,layers:1+head'],
    ];
    for (const experiment of ['digits', 'owls'] as const) {
      expect(ADDRESSES.read(experiment, ADDRESSES.write(experiment, entries, ''))).toEqual(entries);
    }
  });
});

describe('a story link', () => {
  test.each([
    ['owls', '?v=2&owls.trait=oak', '?v=2&seeds=5&owls.seeds=2&page=3', '?v=2&owls.trait=oak&seeds=5'],
    ['digits', '?v=2&students=shared,permuted', '', '?v=2&students=shared,permuted'],
    ['digits', '', '?v=2&seeds=5&owls.seeds=2', '?v=2&owls.seeds=2'],
    ['digits', '', '?v=2&seeds=5&backend=cpu', ''],
  ] as const)('of the %s %s followed from %s leads to %s', (experiment, link, search, address) => {
    expect(ADDRESSES.story(experiment, link, search)).toBe(address);
  });
});

test('an address longer than any server takes is read and written up to there, and the rest is said to be no setting', () => {
  const flood = `?seeds=5${'&page=4'.repeat(150_000)}&seeds=7`;
  const began = performance.now();
  const entries = ADDRESSES.read('digits', flood);
  const written = ADDRESSES.write('digits', [['seeds', '6']], flood);
  expect(performance.now() - began).toBeLessThan(500);
  expect(entries[0]).toEqual(['seeds', '5']);
  expect(entries.filter(([name]) => name === 'seeds')).toHaveLength(1);
  expect(entries.at(-1)?.[0]).toMatch(/^page=4&page=4/);
  expect(written).toMatch(/^\?v=2&seeds=6&page=4&page=4/);
  expect(written.length).toBeLessThan(51_000);
});

describe('a lab of another version', () => {
  const lab = (version: number, prefix: string) => ({
    version,
    names: ['seeds'],
    prefix,
  });
  const addresses = new Addresses({ digits: lab(2, ''), owls: lab(3, 'owls.') });
  const five: Entry[] = [
    ['v', '3'],
    ['seeds', '5'],
  ];

  test('reads of a link of its own that it is of its version', () => {
    const address = addresses.write('owls', five, '');
    expect(address).toBe('?v=2&owls.v=3&owls.seeds=5');
    expect(addresses.read('owls', address)).toEqual(five);
    expect(addresses.read('digits', address)).toEqual([['v', '2']]);
  });

  test('keeps its version while another lab writes, and loses it with its last setting', () => {
    const both = addresses.write('digits', SEEDS, '?v=2&owls.v=3&owls.seeds=8');
    expect(both).toBe('?v=2&owls.v=3&seeds=5&owls.seeds=8');
    expect(addresses.write('owls', [], both)).toBe('?v=2&seeds=5');
    expect(addresses.story('digits', '?v=2&seeds=4', '?v=2&owls.v=3&owls.seeds=8')).toBe(
      '?v=2&owls.v=3&seeds=4&owls.seeds=8',
    );
  });

  test('hears the version of a link from the time before it had one of its own', () => {
    expect(addresses.read('owls', '?v=2&owls.seeds=8')).toEqual([
      ['v', '2'],
      ['seeds', '8'],
    ]);
    expect(addresses.read('owls', '?v=2&owls.v=3')).toEqual([]);
  });

  test('is not made newer by another lab that writes beside it', () => {
    expect(addresses.write('digits', SEEDS, '?v=2&owls.v=2&owls.seeds=8')).toBe('?v=2&seeds=5&owls.seeds=8');
    expect(addresses.write('digits', SEEDS, '?v=1&owls.seeds=8')).toBe('?v=2&owls.v=1&seeds=5&owls.seeds=8');
    expect(addresses.write('owls', five, '?v=1&seeds=8')).toBe('?v=1&owls.v=3&owls.seeds=5&seeds=8');
  });
});

test('a long address that is one name is nobody’s, and is not written again', () => {
  const blob = `blob=${'x'.repeat(60_000)}`;
  expect(ADDRESSES.read('digits', `?${blob}&seeds=5`)).toEqual([[`${blob}&seeds=5`, '']]);
  expect(ADDRESSES.write('digits', SEEDS, `?${blob}`)).toBe('?v=2&seeds=5');
});
