// dInput [model][BATCH][IN] = (activation > 0) * (dOutput [model][BATCH][OUT] . transpose(weight [IN][OUT])). For
// adapters whose subgroups are quads (SwiftShader); correct wherever four consecutive local invocations form a quad.
// It is not the portable kernel (backward.wgsl), which needs no feature and suits hardware GPUs better.
// tile: 32 x 16 per workgroup (2 quads, one above the other; 16 x 16 per quad, 8 x 8 per thread)
enable subgroups;

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override MASKED: bool = true; // false: there was no ReLU

const TILE_ROWS = 32u;
const TILE_COLUMNS = 16u;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> dOutput: array<vec4f>; // [model][BATCH][OUT]
@group(0) @binding(2) var<storage, read> activation: array<vec4f>; // [model][BATCH][IN], after ReLU
@group(0) @binding(3) var<storage, read_write> dInput: array<vec4f>; // [model][BATCH][IN]

fn swapX(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapX(m[0]), quadSwapX(m[1]), quadSwapX(m[2]), quadSwapX(m[3]));
}

fn swapY(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapY(m[0]), quadSwapY(m[1]), quadSwapY(m[2]), quadSwapY(m[3]));
}

fn storeRow(at: u32, sum: vec4f) {
  if (MASKED) {
    dInput[at] = select(vec4f(), sum, activation[at] > vec4f());
  } else {
    dInput[at] = sum;
  }
}

fn store(model: u32, row: u32, column: u32, sum: mat4x4f) {
  if (row < BATCH && column < IN) {
    let at = ((model * BATCH + row) * IN + column) / 4;
    storeRow(at, sum[0]);
    storeRow(at + IN / 4, sum[1]);
    storeRow(at + 2 * (IN / 4), sum[2]);
    storeRow(at + 3 * (IN / 4), sum[3]);
  }
}

@compute @workgroup_size(8)
fn backwardQuad(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let laneX = thread & 1;
  let laneY = (thread >> 1) & 1;
  // A thread loads one 4 x 4 block of each operand; its neighbor in the quad holds the other one it needs. A load costs
  // a masked gather there, a swap one shuffle. Blocks outside load the last valid one: a swap needs every lane running.
  let rows = workgroup.y * TILE_ROWS + (thread >> 2) * 16 + laneY * 8;
  let columns = workgroup.x * TILE_COLUMNS + laneX * 8;
  let ownRow = rows + laneX * 4;
  let ownColumn = columns + laneY * 4;
  var dOutputAt = (model * BATCH + min(ownRow, BATCH - 4)) * (OUT / 4);
  var weightAt = (model * PARAMETERS + WEIGHT) / 4 + min(ownColumn, IN - 4) * (OUT / 4);

  // Whole matrices because a product of two touches its accumulator once for four values of k, and the register
  // allocator there keeps every accumulator in memory. Column r of a sum is row r of the dInput block.
  var sum00 = mat4x4f();
  var sum01 = mat4x4f();
  var sum10 = mat4x4f();
  var sum11 = mat4x4f();
  for (var k = 0u; k < OUT; k += 4) {
    let ownDOutput = mat4x4f(
      dOutput[dOutputAt], dOutput[dOutputAt + OUT / 4],
      dOutput[dOutputAt + 2 * (OUT / 4)], dOutput[dOutputAt + 3 * (OUT / 4)]);
    let ownWeight = transpose(mat4x4f(
      parameters[weightAt], parameters[weightAt + OUT / 4],
      parameters[weightAt + 2 * (OUT / 4)], parameters[weightAt + 3 * (OUT / 4)]));
    let otherDOutput = swapX(ownDOutput);
    let otherWeight = swapY(ownWeight);
    sum00 += ownWeight * ownDOutput;
    sum01 += otherWeight * ownDOutput;
    sum10 += ownWeight * otherDOutput;
    sum11 += otherWeight * otherDOutput;
    dOutputAt += 1u;
    weightAt += 1u;
  }
  // A loop, each block passed on to the first name in turn, because four copies of this code compile slowly.
  for (var block = 0u; block < 4; block++) {
    store(model, rows + (laneX ^ (block >> 1)) * 4, columns + (laneY ^ (block & 1)) * 4, sum00);
    sum00 = sum01;
    sum01 = sum10;
    sum10 = sum11;
  }

}
