// Cross-entropy of the targets under a softmax over the vocabulary: dLogits [model, ROWS, LOGITS], divided by the counted
// positions of the model and 0 in padding and in rows that do not count, and rowLosses [model, ROWS]. One thread per row.
override ROWS: u32;
override LOGITS: u32;
override VOCABULARY: u32;

@group(0) @binding(0) var<storage, read> logits: array<vec4f>; // [model][ROWS][LOGITS]
@group(0) @binding(1) var<storage, read> batchTargets: array<u32>; // [model][ROWS]
@group(0) @binding(2) var<storage, read> counted: array<u32>; // [model]
@group(0) @binding(3) var<storage, read_write> dLogits: array<vec4f>; // [model][ROWS][LOGITS]
@group(0) @binding(4) var<storage, read_write> rowLosses: array<f32>; // [model][ROWS]

const LOWEST = -3.4e38;

fn columns(i: u32) -> vec4u {
  return vec4u(4u * i) + vec4u(0u, 1u, 2u, 3u);
}

// Four logits; those of padding are too small to have a probability.
fn four(at: u32, i: u32) -> vec4f {
  return select(vec4f(LOWEST), logits[at + i], columns(i) < vec4u(VOCABULARY));
}

@compute @workgroup_size(64)
fn tokenCrossEntropy(@builtin(global_invocation_id) id: vec3u) {
  let quads = LOGITS / 4u;
  let model = id.z;
  if (id.x >= ROWS) { return; }
  let row = model * ROWS + id.x;
  let at = row * quads;
  let answer = batchTargets[row];
  if (answer == 0u) {
    for (var i = 0u; i < quads; i++) { dLogits[at + i] = vec4f(); }
    rowLosses[row] = 0.0;
    return;
  }
  var high = vec4f(LOWEST);
  for (var i = 0u; i < quads; i++) { high = max(high, four(at, i)); }
  let largest = max(max(high.x, high.y), max(high.z, high.w));
  var sum = vec4f();
  for (var i = 0u; i < quads; i++) { sum += exp(four(at, i) - largest); }
  let total = (sum.x + sum.y) + (sum.z + sum.w);
  let share = 1.0 / f32(counted[model]);
  for (var i = 0u; i < quads; i++) {
    let probability = exp(four(at, i) - largest) / total;
    dLogits[at + i] = (probability - select(vec4f(), vec4f(1.0), columns(i) == vec4u(answer))) * share;
  }
  rowLosses[row] = log(total) + (largest - logits[at + answer / 4u][answer % 4u]);
}
