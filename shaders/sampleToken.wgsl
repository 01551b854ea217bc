// Draws the token at position decode.x + 1 of sequences [model, BATCH, LENGTH] from the softmax of logits / TEMPERATURE over
// the vocabulary. Its random number belongs to (seed, list, position) alone. One thread per row.
override BATCH: u32;
override LENGTH: u32;
override LOGITS: u32;
override VOCABULARY: u32;
override TEMPERATURE: f32;
override STREAM: u32;

@group(0) @binding(0) var<storage, read> logits: array<vec4f>; // [model][BATCH][LOGITS]
@group(0) @binding(1) var<storage, read> seeds: array<u32>; // [model]
@group(0) @binding(2) var<storage, read_write> sequences: array<u32>; // [model][BATCH][LENGTH]
// position, number of the first list
@group(1) @binding(0) var<uniform> decode: vec4u;

const LOWEST = -3.4e38;

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

// Four logits; those of padding are too small to have a probability.
fn four(at: u32, i: u32) -> vec4f {
  let column = vec4u(4u * i) + vec4u(0u, 1u, 2u, 3u);
  return select(vec4f(LOWEST), logits[at + i], column < vec4u(VOCABULARY));
}

@compute @workgroup_size(64)
fn sampleToken(@builtin(global_invocation_id) id: vec3u) {
  let quads = LOGITS / 4u;
  let model = id.z;
  if (id.x >= BATCH) { return; }
  let row = model * BATCH + id.x;
  let at = row * quads;
  var high = vec4f(LOWEST);
  for (var i = 0u; i < quads; i++) { high = max(high, four(at, i)); }
  let largest = max(max(high.x, high.y), max(high.z, high.w));
  // Summed one by one in the order of the search below, so that the search ends at the same total.
  var total = 0.0;
  for (var i = 0u; i < quads; i++) {
    let weights = exp((four(at, i) - largest) / TEMPERATURE);
    total = (((total + weights.x) + weights.y) + weights.z) + weights.w;
  }
  let bits = pcg4d(vec4u(seeds[model], STREAM, decode.y + id.x, decode.x + 1u)).x;
  let bound = (f32(bits >> 8u) + 0.5) * exp2(-24.0) * total;
  var sum = 0.0;
  var token = 0u;
  for (var i = 0u; i < quads && sum <= bound; i++) {
    let weights = exp((four(at, i) - largest) / TEMPERATURE);
    for (var j = 0u; j < 4u && sum <= bound; j++) {
      let weight = weights[j];
      sum += weight;
      // The last token that has a weight, should rounding keep the sum from ever exceeding the bound.
      if (weight > 0.0) { token = 4u * i + j; }
    }
  }
  sequences[row * LENGTH + decode.x + 1u] = token;
}
