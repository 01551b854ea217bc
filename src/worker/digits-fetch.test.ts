// Fetching the digits: each shard once, held against its digest however it was packed on the way, and never a damaged one.
// The network is a table of files.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { joined } from '../experiment/records/byte-stream.ts';
import { PIXELS, type Manifest, type Shard } from '../experiment/digits/data.ts';
import { fetchDigits } from './digits-fetch.ts';
import { PATIENCE, sha256 } from './fetch-file.ts';

const FOLDER = 'https://lab.example/data/digits/';
const MANIFEST = 'manifest.json';

type Bytes = Uint8Array<ArrayBuffer>;

/** `count` label bytes, then pixels that tell where they come from. */
function contentOf(start: number, count: number): Bytes {
  const bytes = new Uint8Array(count * (1 + PIXELS)).fill(start + 1);
  for (let image = 0; image < count; image++) bytes[image] = (start + image) % 10;
  return bytes;
}

const packed = (bytes: Bytes) => joined(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip')), 1e9);

vi.stubGlobal('isSecureContext', true);
const contents = [contentOf(0, 6), contentOf(6, 4)];
const files = await Promise.all(contents.map(packed));
const shards = await Promise.all(
  contents.map(async (content, index): Promise<Shard> => ({
    name: `train-${index}.bin`,
    split: 'train',
    start: 6 * index,
    count: content.length / (1 + PIXELS),
    bytes: files[index]!.length,
    sha256: (await sha256(content))!,
  })),
);
const manifest: Manifest = { version: 1, shards };

let site: Map<string, BodyInit>;
let asked: string[];

beforeEach(() => {
  site = new Map<string, BodyInit>([
    [MANIFEST, JSON.stringify(manifest)],
    ['train-0.bin', files[0]!],
    ['train-1.bin', files[1]!],
  ]);
  asked = [];
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('fetch', async (url: URL, { cache, signal }: RequestInit) => {
    const name = url.href.slice(FOLDER.length);
    asked.push(`${name} ${cache}`);
    const body = site.get(name);
    if (body === undefined) return new Response('not found', { status: 404 });
    if (!(body instanceof ReadableStream)) return new Response(body);
    // As a browser does it: whoever gives up a request breaks off what is still arriving.
    const breaker = new TransformStream();
    body.pipeTo(breaker.writable, { signal: signal ?? undefined }).catch(() => {});
    return new Response(breaker.readable);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const images = (source = fetchDigits(FOLDER)) => source(() => {}).images('train', 10);

describe('the digits', () => {
  it('are fetched once each, with the manifest once, and are what was packed', async () => {
    const source = fetchDigits(FOLDER);
    const { labels, pixels, count } = await images(source);
    expect(count).toBe(10);
    expect([...labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([pixels[0], pixels[6 * PIXELS - 1], pixels[6 * PIXELS], pixels.at(-1)]).toEqual([1, 1, 7, 7]);
    await images(source);
    expect(asked).toEqual([`${MANIFEST} default`, 'train-0.bin default', 'train-1.bin default']);
  });

  it('are taken as they are where a server or a proxy has unpacked them, and progress stays below its end', async () => {
    site.set('train-0.bin', contents[0]!);
    site.set('train-1.bin', contents[1]!);
    const seen: [number, number][] = [];
    await fetchDigits(FOLDER)((done, total) => seen.push([done, total])).images('train', 10);
    const all = files[0]!.length + files[1]!.length;
    expect(seen.at(-1)).toEqual([all, all]);
    expect(seen.filter(([done, total]) => done > total || total !== all)).toEqual([]);
  });

  it.each<[string, () => Promise<BodyInit> | BodyInit]>([
    ['a valid gzip of other pixels', () => packed(contents[0]!.with(4000, 9))],
    ['a valid gzip of other labels', () => packed(contents[0]!.with(2, 7))],
    ['other pixels, unpacked', () => contents[0]!.with(4000, 9)],
    ['another shard', () => files[1]!],
    ['cut off', () => files[0]!.slice(0, -20)],
    ['cut off, unpacked', () => contents[0]!.slice(0, -20)],
    ['followed by something else', () => Uint8Array.from([...files[0]!, 1, 2, 3])],
    ['a gzip of far too much', () => packed(new Uint8Array(5e6))],
    ['far too long', () => new Uint8Array(5e6)],
    ['empty', () => new Uint8Array(0)],
    ['a page of the network’s owner', () => '<!doctype html><title>Sign in</title>'],
  ])('are damaged if a shard is %s, and fetched past the cache with a new list the next time', async (_, other) => {
    site.set('train-0.bin', await other());
    const source = fetchDigits(FOLDER);
    await expect(images(source)).rejects.toMatchObject({
      name: 'RunError',
      code: 'data-damaged',
      message: expect.stringContaining('“train-0.bin” is damaged'),
    });
    site.set('train-0.bin', files[0]!);
    asked = [];
    expect((await images(source)).count).toBe(10);
    expect(asked).toContain('train-0.bin reload');
    expect(asked).toContain(`${MANIFEST} reload`);
  });

  it('are had by trying again once the list names the files that are there', async () => {
    const other: Manifest = { version: 1, shards: shards.map((shard) => ({ ...shard, name: `old-${shard.name}` })) };
    site.set(MANIFEST, JSON.stringify(other));
    const source = fetchDigits(FOLDER);
    await expect(images(source)).rejects.toMatchObject({
      code: 'data-missing',
      message: expect.stringContaining('“old-train-0.bin” is missing'),
    });
    site.set(MANIFEST, JSON.stringify(manifest));
    expect((await images(source)).count).toBe(10);
  });

  it('are had by trying again once the list is of all images', async () => {
    site.set(MANIFEST, JSON.stringify({ version: 1, shards: shards.slice(0, 1) }));
    const source = fetchDigits(FOLDER);
    await expect(images(source)).rejects.toMatchObject({
      code: 'data-missing',
      message: expect.stringMatching(/6 of 10/),
    });
    site.set(MANIFEST, JSON.stringify(manifest));
    expect((await images(source)).count).toBe(10);
  });

  it('are those of the newest list, even if a file of the same name was fetched before', async () => {
    const source = fetchDigits(FOLDER);
    await source(() => {}).images('train', 6);
    const newer = contentOf(3, 6);
    const first = { ...shards[0]!, sha256: (await sha256(newer))! };
    site.set('train-0.bin', await packed(newer));
    // The list is given up because it does not reach far enough.
    await expect(source(() => {}).images('train', 11)).rejects.toMatchObject({ code: 'data-missing' });
    site.set(MANIFEST, JSON.stringify({ version: 1, shards: [first, shards[1]] }));
    expect((await images(source)).labels[0]).toBe(3);
  });

  it.each([
    ['a page', '<!doctype html>'],
    ['empty', ''],
    ['null', 'null'],
    ['of other things', '{"version":1,"shards":[null,{"name":5}]}'],
    ['endless', `{"version":1,"shards":${'['.repeat(5e5)}`],
  ])('have a sentence for a list that is %s', async (_, text) => {
    site.set(MANIFEST, text);
    const source = fetchDigits(FOLDER);
    await expect(images(source)).rejects.toMatchObject({
      name: 'RunError',
      code: 'data-damaged',
      message: expect.stringContaining('The list of digit files on this site cannot be read'),
    });
    site.set(MANIFEST, JSON.stringify(manifest));
    expect((await images(source)).count).toBe(10);
    expect(asked).toContain(`${MANIFEST} reload`);
  });

  it.each([MANIFEST, 'train-1.bin'])(
    'say that the connection failed if it breaks off in the middle of %s',
    async (name) => {
      site.set(
        name,
        beginning(files[1]!.slice(0, 5), (controller) => controller.error(new TypeError('network error'))),
      );
      const source = fetchDigits(FOLDER);
      await expect(images(source)).rejects.toMatchObject({
        code: 'data-missing',
        message: expect.stringContaining(`“${name}” is missing or the connection failed`),
      });
      site.set(name, name === MANIFEST ? JSON.stringify(manifest) : files[1]!);
      expect((await images(source)).count).toBe(10);
    },
  );

  it('say so as well if nothing arrives any more', async () => {
    vi.useFakeTimers();
    site.set(
      'train-0.bin',
      beginning(files[0]!.slice(0, 5), () => {}),
    );
    const source = fetchDigits(FOLDER);
    const failing = expect(images(source)).rejects.toMatchObject({
      code: 'data-missing',
      message: expect.stringContaining('the connection failed'),
      detail: expect.stringContaining('nothing arrived for 30 s'),
    });
    await vi.advanceTimersByTimeAsync(PATIENCE + 1000);
    await failing;
    site.set('train-0.bin', files[0]!);
    expect((await images(source)).count).toBe(10);
  });

  it('are checked by their form alone where a page has no cryptography', async () => {
    vi.stubGlobal('isSecureContext', false);
    vi.stubGlobal('crypto', {});
    expect((await images()).count).toBe(10);
    site.set('train-1.bin', await packed(contents[1]!.with(0, 10)));
    await expect(images()).rejects.toMatchObject({ code: 'data-damaged' });
  });
});

/** A body of which only the beginning comes. */
function beginning(
  bytes: Bytes,
  then: (controller: ReadableStreamDefaultController<Bytes>) => void,
): ReadableStream<Bytes> {
  let sent = false;
  return new ReadableStream<Bytes>({
    pull(controller) {
      if (sent) then(controller);
      else controller.enqueue(bytes);
      sent = true;
    },
  });
}
