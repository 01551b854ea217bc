// Causal attention within sequences of LENGTH: output [model, ROWS, HEADS * HEAD] and logSumExp [model, ROWS, HEADS] of the
// scores. One thread per four positions, head and part of the head: what it loads of a key and a value serves all four.
// cachedAttention is its sibling for one position at a time.
override ROWS: u32;
override LENGTH: u32;
override HEADS: u32;
override HEAD: u32;
override SCALE: f32;

// Threads hold 16 numbers of a head in named registers; wider heads are split into parts.
override PARTS = (HEAD + 15u) / 16u;

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>; // [model][ROWS][3][HEADS][HEAD]
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>; // [model][ROWS][HEADS][HEAD]
@group(0) @binding(2) var<storage, read_write> logSumExp: array<f32>; // [model][ROWS][HEADS]

const LOWEST = -1e30;

// The vec4f of four rows, one row per column.
fn rows(at: vec4u) -> mat4x4f {
  return mat4x4f(qkv[at.x], qkv[at.y], qkv[at.z], qkv[at.w]);
}

// The sums of four rows, scaled row by row, and a value weighted row by row.
fn extend(sums: mat4x4f, shrink: vec4f, value: vec4f, weight: vec4f) -> mat4x4f {
  return mat4x4f(
    sums[0] * shrink.x + value * weight.x, sums[1] * shrink.y + value * weight.y,
    sums[2] * shrink.z + value * weight.z, sums[3] * shrink.w + value * weight.w);
}

fn store(at: vec4u, exists: vec4<bool>, sums: mat4x4f, share: vec4f) {
  output[at.x] = sums[0] * share.x;
  if (exists.y) { output[at.y] = sums[1] * share.y; }
  if (exists.z) { output[at.z] = sums[2] * share.z; }
  if (exists.w) { output[at.w] = sums[3] * share.w; }
}

@compute @workgroup_size(64)
fn attention(@builtin(global_invocation_id) id: vec3u) {
  // Neighbors have the same positions, so that their loops are equally long.
  let part = select(id.x % PARTS, 0u, PARTS == 1u);
  let head = (id.x / PARTS) % HEADS;
  let sequence = (id.x / (PARTS * HEADS)) % (ROWS / LENGTH);
  let first = 4u * (id.x / (PARTS * HEADS * (ROWS / LENGTH)));
  if (first >= LENGTH) { return; }
  let width = HEADS * HEAD / 4u;
  let start = id.z * ROWS + sequence * LENGTH;
  // Positions behind the end repeat the last one; they are not stored.
  let position = vec4u(first) + vec4u(0u, 1u, 2u, 3u);
  let exists = position < vec4u(LENGTH);
  let row = vec4u(start) + min(position, vec4u(LENGTH - 1u));
  let lane = head * (HEAD / 4u) + 4u * part;
  let more = vec3<bool>(HEAD / 4u > 4u * part + 1u, HEAD / 4u > 4u * part + 2u, HEAD / 4u > 4u * part + 3u);

  let query = row * (3u * width) + lane;
  let q0 = rows(query);
  var q1 = mat4x4f();
  var q2 = mat4x4f();
  var q3 = mat4x4f();
  if (more.x) { q1 = rows(query + 1u); }
  if (more.y) { q2 = rows(query + 2u); }
  if (more.z) { q3 = rows(query + 3u); }

  // The softmax as it goes: what was summed so far is scaled down whenever a larger score comes.
  var largest = vec4f(LOWEST);
  var total = vec4f();
  var sum0 = mat4x4f();
  var sum1 = mat4x4f();
  var sum2 = mat4x4f();
  var sum3 = mat4x4f();
  for (var j = 0u; j < min(first + 4u, LENGTH); j++) {
    let key = (start + j) * (3u * width) + width + lane;
    var score = qkv[key] * q0;
    if (more.x) { score += qkv[key + 1u] * q1; }
    if (more.y) { score += qkv[key + 2u] * q2; }
    if (more.z) { score += qkv[key + 3u] * q3; }
    if (PARTS > 1u) {
      for (var i = 0u; i < HEAD / 4u; i++) {
        if (i / 4u != part) { score += qkv[key + i - 4u * part] * rows(query + i - 4u * part); }
      }
    }
    score = select(vec4f(LOWEST), score * SCALE, vec4u(j) <= position);
    let before = largest;
    largest = max(largest, score);
    let shrink = exp(before - largest);
    let weight = exp(score - largest);
    total = total * shrink + weight;
    let value = key + width;
    sum0 = extend(sum0, shrink, qkv[value], weight);
    if (more.x) { sum1 = extend(sum1, shrink, qkv[value + 1u], weight); }
    if (more.y) { sum2 = extend(sum2, shrink, qkv[value + 2u], weight); }
    if (more.z) { sum3 = extend(sum3, shrink, qkv[value + 3u], weight); }
  }
  let to = row * width + lane;
  let share = 1.0 / total;
  store(to, exists, sum0, share);
  if (more.x) { store(to + 1u, exists, sum1, share); }
  if (more.y) { store(to + 2u, exists, sum2, share); }
  if (more.z) { store(to + 3u, exists, sum3, share); }
  if (part == 0u) {
    let sums = largest + log(total);
    let at = row * HEADS + head;
    logSumExp[at.x] = sums.x;
    if (exists.y) { logSumExp[at.y] = sums.y; }
    if (exists.z) { logSumExp[at.z] = sums.z; }
    if (exists.w) { logSumExp[at.w] = sums.w; }
  }
}
