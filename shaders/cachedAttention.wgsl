// Attention of one position (decode.x) of every sequence to itself and the positions before it, whose keys and values
// [model, BATCH, LENGTH, HEADS, HEAD] are kept; writes those of this position, and output [model, BATCH, HEADS, HEAD].
// One thread per row, head and part of the head. Not for whole sequences (attention).
override BATCH: u32;
override LENGTH: u32;
override HEADS: u32;
override HEAD: u32;
override SCALE: f32;

// A matrix holds 16 lanes of a head as named registers; wider heads are split into parts.
override PARTS = (HEAD + 15u) / 16u;

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>; // [model][BATCH][3][HEADS][HEAD]
@group(0) @binding(1) var<storage, read_write> keys: array<vec4f>; // [model][BATCH][LENGTH][HEADS][HEAD]
@group(0) @binding(2) var<storage, read_write> values: array<vec4f>; // [model][BATCH][LENGTH][HEADS][HEAD]
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>; // [model][BATCH][HEADS][HEAD]
// position, number of the first list
@group(1) @binding(0) var<uniform> decode: vec4u;

fn lanes(part: u32) -> u32 {
  return select(min(4u, HEAD / 4u - 4u * part), HEAD / 4u, PARTS == 1u);
}

// The parts of a head that start at `at`; 0 behind its end.
fn load(at: u32, count: u32) -> mat4x4f {
  var m = mat4x4f(qkv[at], vec4f(), vec4f(), vec4f());
  if (count > 1u) { m[1] = qkv[at + 1u]; }
  if (count > 2u) { m[2] = qkv[at + 2u]; }
  if (count > 3u) { m[3] = qkv[at + 3u]; }
  return m;
}

fn loadKey(at: u32, count: u32) -> mat4x4f {
  var m = mat4x4f(keys[at], vec4f(), vec4f(), vec4f());
  if (count > 1u) { m[1] = keys[at + 1u]; }
  if (count > 2u) { m[2] = keys[at + 2u]; }
  if (count > 3u) { m[3] = keys[at + 3u]; }
  return m;
}

fn loadValue(at: u32, count: u32) -> mat4x4f {
  var m = mat4x4f(values[at], vec4f(), vec4f(), vec4f());
  if (count > 1u) { m[1] = values[at + 1u]; }
  if (count > 2u) { m[2] = values[at + 2u]; }
  if (count > 3u) { m[3] = values[at + 3u]; }
  return m;
}

fn product(a: mat4x4f, b: mat4x4f) -> f32 {
  let sum = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
  return (sum.x + sum.y) + (sum.z + sum.w);
}

@compute @workgroup_size(64)
fn cachedAttention(@builtin(global_invocation_id) id: vec3u) {
  let part = select(id.x % PARTS, 0u, PARTS == 1u);
  let head = (id.x / PARTS) % HEADS;
  let row = id.x / (PARTS * HEADS);
  if (row >= BATCH) { return; }
  let width = HEADS * HEAD / 4u;
  let start = head * (HEAD / 4u);
  let position = decode.x;
  let cache = (id.z * BATCH + row) * LENGTH * width + start;
  let own = 4u * part;
  let count = lanes(part);
  let query = (id.z * BATCH + row) * 3u * width + start;
  let q = load(query + own, count);
  let k = load(query + width + own, count);
  let v = load(query + 2u * width + own, count);

  // Its own position first, from what was just computed: other threads may not have stored their parts of it yet.
  var score = product(q, k);
  for (var other = 0u; other < PARTS; other++) {
    if (other != part) {
      let at = query + 4u * other;
      score += product(load(at, lanes(other)), load(at + width, lanes(other)));
    }
  }
  var largest = score * SCALE;
  var total = 1.0;
  var sum = v;
  // The softmax as it goes: what was summed so far is scaled down whenever a larger score comes.
  for (var j = 0u; j < position; j++) {
    let key = cache + j * width;
    score = product(q, loadKey(key + own, count));
    for (var other = 0u; other < PARTS; other++) {
      if (other != part) {
        score += product(load(query + 4u * other, lanes(other)), loadKey(key + 4u * other, lanes(other)));
      }
    }
    score *= SCALE;
    let before = largest;
    largest = max(largest, score);
    let shrink = exp(before - largest);
    let weight = exp(score - largest);
    total = total * shrink + weight;
    sum = sum * shrink + loadValue(key + own, count) * weight;
  }
  sum = sum * (1.0 / total);
  let to = (id.z * BATCH + row) * width + start + own;
  let kept = cache + position * width + own;
  output[to] = sum[0];
  keys[kept] = k[0];
  values[kept] = v[0];
  if (count > 1u) { output[to + 1u] = sum[1]; keys[kept + 1u] = k[1]; values[kept + 1u] = v[1]; }
  if (count > 2u) { output[to + 2u] = sum[2]; keys[kept + 2u] = k[2]; values[kept + 2u] = v[2]; }
  if (count > 3u) { output[to + 3u] = sum[3]; keys[kept + 3u] = k[3]; values[kept + 3u] = v[3]; }
}
