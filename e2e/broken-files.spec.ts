// Files of the site that do not arrive, or arrive damaged: each has its own sentence, and trying again works once the file
// is there. And a visitor whose connection goes away.
import { gunzipSync, gzipSync } from 'node:zlib';
import { damage, lose } from './breaking.ts';
import { expect, test, TINY } from './visit.ts';

const SHARD = '**/data/digits/train-0.bin';

const flipped = (bytes: Buffer) => {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1]! ^= 0xff;
  return copy;
};

test('a shard of digits that is missing is named, and trying again works once it is back', async ({ visit }) => {
  visit.allow(/404/);
  await lose(visit.page, SHARD);
  await visit.open(`?backend=wasm&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'data-missing', detail: expect.stringContaining('404') });
  await expect(visit.alert).toHaveText(/“train-0\.bin” is missing or the connection failed/);
  await visit.page.unroute(SHARD);
  await visit.button('Try again').click();
  await visit.complete();
  await expect(visit.alert).toHaveCount(0);
});

for (const [state, change] of [
  ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
  ['damaged in one byte', flipped],
  ['a valid gzip of other pixels', (bytes: Buffer) => gzipSync(flipped(gunzipSync(bytes)))],
  ['another file altogether', () => Buffer.from('<!doctype html><title>Sign in to the hotel network</title>')],
  ['empty', () => Buffer.alloc(0)],
] as const) {
  test(`a shard of digits that is ${state} is named as damaged, and trying again works`, async ({ visit }) => {
    await damage(visit.page, SHARD, change);
    await visit.open(`?backend=wasm&${TINY}`);
    expect(await visit.failure()).toMatchObject({ code: 'data-damaged' });
    await expect(visit.alert).toHaveText(/“train-0\.bin” is damaged/);
    await visit.page.unroute(SHARD);
    await visit.button('Try again').click();
    await visit.complete();
  });
}

test('shards that were unpacked on the way are taken as they are', async ({ visit }) => {
  await damage(visit.page, '**/data/digits/*.bin', (bytes) => gunzipSync(bytes));
  await visit.open(`?backend=wasm&${TINY}`);
  await visit.complete();
  await expect(visit.alert).toHaveCount(0);
});

test('a list that names what is not there is given up, and trying again works once there is a newer one', async ({
  visit,
}) => {
  visit.allow(/404/);
  const manifest = '**/data/digits/manifest.json';
  await lose(visit.page, '**/data/digits/train-old.bin');
  await damage(visit.page, manifest, (bytes) => Buffer.from(bytes.toString().replaceAll('train-0', 'train-old')));
  await visit.open(`?backend=wasm&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'data-missing' });
  await expect(visit.alert).toHaveText(/“train-old\.bin” is missing/);
  await visit.page.unroute(manifest);
  await visit.button('Try again').click();
  await visit.complete();
});

for (const [state, change] of [
  ['a page', () => Buffer.from('<!doctype html><title>Sign in</title>')],
  ['empty', () => Buffer.alloc(0)],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
  ['of no seed', (bytes: Buffer) => Buffer.from(bytes.toString().replace(/"trait":\[\[[^\]]+\]/, '"trait":[[]'))],
  [
    'of more than a screen can show',
    (bytes: Buffer) => Buffer.from(bytes.toString().replace(/"trait":\[\[[\d.]+/, '"trait":[[1e308')),
  ],
] as const) {
  test(`a recorded run that is ${state} is said to be unreadable, and a live run works`, async ({ visit }) => {
    await damage(visit.page, '**/runs/digits-quick.json', change);
    await visit.savesData();
    await visit.open();
    await expect(visit.lab.getByText(/^The recorded run of this lab could not be read/)).toBeVisible();
    await expect(visit.curves).toBeVisible();
    await visit.setting('Seeds').fill('1');
    await visit.setting('Seeds').press('Enter');
    await visit.button(/^Run/).first().click();
    await visit.untilTraining();
    await expect(visit.lab.getByText(/^The recorded run of this lab could not be read/)).toHaveCount(0);
  });
}

test('a list of shards that cannot be read has its own sentence', async ({ visit }) => {
  const manifest = '**/data/digits/manifest.json';
  await damage(visit.page, manifest, () => Buffer.from('{"version":1,"shards":"none"}'));
  await visit.open(`?backend=wasm&${TINY}`);
  expect(await visit.failure()).toMatchObject({ code: 'data-damaged' });
  await expect(visit.alert).toHaveText(/The list of digit files on this site cannot be read/);
  await visit.page.unroute(manifest);
  await visit.button('Try again').click();
  await visit.complete();
});

test('offline the lab says that the connection failed, and goes on when it is back', async ({ visit, context }) => {
  visit.allow(/ERR_INTERNET_DISCONNECTED/);
  // Nothing of a run is fetched before it is asked for.
  await visit.savesData();
  await visit.open(`?${TINY}`);
  await visit.ready();
  await context.setOffline(true);
  await visit.button('Run it live').click();
  expect(await visit.failure()).toMatchObject({ code: 'data-missing' });
  await expect(visit.alert).toHaveText(/the connection failed/);
  await context.setOffline(false);
  await visit.button('Try again').click();
  await visit.complete();
});

test('a training thread that does not arrive is said, and pressing the button again works', async ({ visit }) => {
  visit.allow(/404/);
  const worker = '**/assets/worker-*.js';
  await lose(visit.page, worker);
  await visit.open(`?${TINY}`);
  await expect(visit.lab.getByText(/The training thread could not start/)).toBeVisible();
  await visit.page.unroute(worker);
  await visit.button(/^Run it live/).click();
  await visit.complete(20_000);
});
