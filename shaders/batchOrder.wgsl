// Which image each row of the batch shows: order [group, BATCH], one random permutation per seed and epoch.
// Computed, never stored: any row of any epoch on its own. Not the images themselves.
override BATCH: u32;
override COUNT: u32;
override STREAM: u32;
override SHUFFLED: bool;

@group(0) @binding(0) var<storage, read> seeds: array<u32>;
@group(0) @binding(1) var<storage, read_write> order: array<u32>;
// epoch, first row in the epoch, rows that exist, slot of the loss
@group(1) @binding(0) var<uniform> batch: vec4u;

const NO_IMAGE = 0xffffffffu;
const FEISTEL_ROUNDS = 6u;

fn pcg4d(seed: vec4u) -> vec4u {
  var v = seed * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

// Twin of `permuted` in random.ts: a Feistel network, walked until it lands inside 0 … COUNT-1.
fn permuted(seed: u32, epoch: u32, index: u32) -> u32 {
  let half = max(1u, (33u - countLeadingZeros(max(1u, COUNT - 1u))) / 2u);
  let mask = (1u << half) - 1u;
  var value = index;
  loop {
    var left = value >> half;
    var right = value & mask;
    for (var round = 1u; round <= FEISTEL_ROUNDS; round++) {
      let swapped = left ^ (pcg4d(vec4u(seed, STREAM + 256u * round, epoch, right)).x & mask);
      left = right;
      right = swapped;
    }
    value = (left << half) | right;
    if (value < COUNT) { break; }
  }
  return value;
}

@compute @workgroup_size(64)
fn batchOrder(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  let group = id.z;
  if (row >= BATCH) { return; }
  var image = NO_IMAGE;
  if (row < batch.z) {
    image = batch.y + row;
    if (SHUFFLED) { image = permuted(seeds[group], batch.x, image); }
  }
  order[group * BATCH + row] = image;
}
