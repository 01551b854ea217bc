// The embedding's part of gradients [model, PARAMETERS], LOGITS x WIDTH: as unembedding Σ_row dLogits[row, v] * normed[row],
// and as embedding SCALE * Σ dHidden[row] over the rows that read token v. The portable kernel: no optional feature. It is
// not the one for software adapters (embeddingGradientQuad).
// tile: 32 x 32 per workgroup (8 x 8 threads, 4 x 4 per thread)
override ROWS: u32;
override WIDTH: u32;
override LOGITS: u32;
override PARAMETERS: u32;
override EMBEDDING: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> batchTokens: array<u32>; // [model][ROWS]
@group(0) @binding(1) var<storage, read> dHidden: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(2) var<storage, read> dLogits: array<vec4f>; // [model][ROWS][LOGITS]
@group(0) @binding(3) var<storage, read> normed: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(4) var<storage, read_write> gradients: array<vec4f>; // [model][PARAMETERS]

const TILE_ROWS = 32u;
const TILE_COLUMNS = 32u;

@compute @workgroup_size(8, 8)
fn embeddingGradient(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) thread: vec3u) {
  let model = workgroup.z;
  let token = workgroup.y * TILE_ROWS + thread.y * 4;
  let column = workgroup.x * TILE_COLUMNS + thread.x * 4;
  if (token >= LOGITS || column >= WIDTH) {
    return;
  }
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var row = 0u; row < ROWS; row++) {
    let read = batchTokens[model * ROWS + row] - token;
    if (read < 4u) {
      let d = dHidden[((model * ROWS + row) * WIDTH + column) / 4];
      sum0 += select(vec4f(), d, read == 0u);
      sum1 += select(vec4f(), d, read == 1u);
      sum2 += select(vec4f(), d, read == 2u);
      sum3 += select(vec4f(), d, read == 3u);
    }
  }
  sum0 *= SCALE;
  sum1 *= SCALE;
  sum2 *= SCALE;
  sum3 *= SCALE;
  for (var row = 0u; row < ROWS; row++) {
    let d = dLogits[((model * ROWS + row) * LOGITS + token) / 4];
    let x = normed[((model * ROWS + row) * WIDTH + column) / 4];
    sum0 += d.x * x;
    sum1 += d.y * x;
    sum2 += d.z * x;
    sum3 += d.w * x;
  }
  let at = (model * PARAMETERS + EMBEDDING + token * WIDTH + column) / 4;
  gradients[at] = sum0;
  gradients[at + WIDTH / 4] = sum1;
  gradients[at + 2 * (WIDTH / 4)] = sum2;
  gradients[at + 3 * (WIDTH / 4)] = sum3;
}
