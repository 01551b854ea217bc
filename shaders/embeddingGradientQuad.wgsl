// The embedding's part of gradients [model, PARAMETERS], LOGITS x WIDTH: as unembedding Σ_row dLogits[row, v] * normed[row],
// and as embedding SCALE * Σ dHidden[row] over the rows that read token v. For adapters whose subgroups are quads
// (SwiftShader); correct wherever four consecutive local invocations form a quad. Not the portable kernel.
// tile: 32 x 16 per workgroup (2 quads, one above the other; 16 x 16 per quad, 8 x 8 per thread)
enable subgroups;

override ROWS: u32;
override WIDTH: u32;
override LOGITS: u32;
override PARAMETERS: u32;
override EMBEDDING: u32;
override SCALE: f32;

const TILE_ROWS = 32u;
const TILE_COLUMNS = 16u;

@group(0) @binding(0) var<storage, read> batchTokens: array<u32>; // [model][ROWS]
@group(0) @binding(1) var<storage, read> dHidden: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(2) var<storage, read> dLogits: array<vec4f>; // [model][ROWS][LOGITS]
@group(0) @binding(3) var<storage, read> normed: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(4) var<storage, read_write> gradients: array<vec4f>; // [model][PARAMETERS]

fn swapX(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapX(m[0]), quadSwapX(m[1]), quadSwapX(m[2]), quadSwapX(m[3]));
}

fn swapY(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapY(m[0]), quadSwapY(m[1]), quadSwapY(m[2]), quadSwapY(m[3]));
}

// A row per column: x where `chosen` says, else 0.
fn placed(x: vec4f, chosen: u32) -> mat4x4f {
  return mat4x4f(
    select(vec4f(), x, chosen == 0u), select(vec4f(), x, chosen == 1u),
    select(vec4f(), x, chosen == 2u), select(vec4f(), x, chosen == 3u));
}

fn store(model: u32, token: u32, column: u32, sum: mat4x4f) {
  if (token < LOGITS && column < WIDTH) {
    let at = (model * PARAMETERS + EMBEDDING + token * WIDTH + column) / 4;
    gradients[at] = sum[0];
    gradients[at + WIDTH / 4] = sum[1];
    gradients[at + 2 * (WIDTH / 4)] = sum[2];
    gradients[at + 3 * (WIDTH / 4)] = sum[3];
  }
}

@compute @workgroup_size(8)
fn embeddingGradientQuad(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let laneX = thread & 1;
  let laneY = (thread >> 1) & 1;
  // A thread loads one 4 x 4 block of each operand; its neighbor in the quad holds the other one it needs. A load costs
  // a masked gather there, a swap one shuffle. Blocks outside load the last valid one: a swap needs every lane running.
  let tokens = workgroup.y * TILE_ROWS + (thread >> 2) * 16 + laneY * 8;
  let columns = workgroup.x * TILE_COLUMNS + laneX * 8;
  let ownToken = tokens + laneX * 4;
  let ownColumn = columns + laneY * 4;
  var dLogitsAt = (model * ROWS * LOGITS + min(ownToken, LOGITS - 4)) / 4;
  var normedAt = (model * ROWS * WIDTH + min(ownColumn, WIDTH - 4)) / 4;

  // Whole matrices because a product of two touches its accumulator once for four rows, and the register allocator
  // there keeps every accumulator in memory. Column r of a sum is row r of the block.
  var sum00 = mat4x4f();
  var sum01 = mat4x4f();
  var sum10 = mat4x4f();
  var sum11 = mat4x4f();
  for (var k = 0u; k < ROWS; k += 4) {
    let ownDLogits = transpose(mat4x4f(
      dLogits[dLogitsAt], dLogits[dLogitsAt + LOGITS / 4],
      dLogits[dLogitsAt + 2 * (LOGITS / 4)], dLogits[dLogitsAt + 3 * (LOGITS / 4)]));
    let ownNormed = mat4x4f(
      normed[normedAt], normed[normedAt + WIDTH / 4],
      normed[normedAt + 2 * (WIDTH / 4)], normed[normedAt + 3 * (WIDTH / 4)]);
    let otherDLogits = swapX(ownDLogits);
    let otherNormed = swapY(ownNormed);
    sum00 += ownNormed * ownDLogits;
    sum01 += otherNormed * ownDLogits;
    sum10 += ownNormed * otherDLogits;
    sum11 += otherNormed * otherDLogits;
    dLogitsAt += LOGITS;
    normedAt += WIDTH;
  }
  // What was read, of both column blocks at once. A loop, the second token block passed on to the first names, because
  // two copies of this code compile slowly.
  let otherColumn = columns + (laneY ^ 1) * 4;
  for (var block = 0u; block < 2; block++) {
    let token = tokens + (laneX ^ block) * 4;
    for (var row = model * ROWS; row < (model + 1) * ROWS; row++) {
      let read = batchTokens[row] - token;
      if (read < 4u) {
        sum00 += placed(SCALE * dHidden[(row * WIDTH + min(ownColumn, WIDTH - 4)) / 4], read);
        sum01 += placed(SCALE * dHidden[(row * WIDTH + min(otherColumn, WIDTH - 4)) / 4], read);
      }
    }
    store(model, token, ownColumn, sum00);
    store(model, token, otherColumn, sum01);
    sum00 = sum10;
    sum01 = sum11;
  }
}
