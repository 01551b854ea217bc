// output [model][BATCH][OUT] = activation(input [group][BATCH][IN] . weight [IN][OUT] + bias [OUT]), ReLU if RELU. For
// adapters whose subgroups are quads (SwiftShader); correct wherever four consecutive local invocations form a quad.
// It is not the portable kernel (forward.wgsl), which needs no feature and suits hardware GPUs better.
// tile: 32 x 16 per workgroup (2 quads, one above the other; 16 x 16 per quad, 8 x 8 per thread)
enable subgroups;

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override BIAS: u32;
override MODELS_PER_INPUT: u32 = 1;
override RELU: bool;
override BIASED: bool = true; // false: there is no bias

const TILE_ROWS = 32u;
const TILE_COLUMNS = 16u;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> input: array<vec4f>; // [model / MODELS_PER_INPUT][BATCH][IN]
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>; // [model][BATCH][OUT]

fn swapX(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapX(m[0]), quadSwapX(m[1]), quadSwapX(m[2]), quadSwapX(m[3]));
}

fn swapY(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapY(m[0]), quadSwapY(m[1]), quadSwapY(m[2]), quadSwapY(m[3]));
}

fn activate(x: vec4f) -> vec4f {
  return select(x, max(x, vec4f()), RELU);
}

fn store(model: u32, row: u32, column: u32, sum: mat4x4f) {
  if (row < BATCH && column < OUT) {
    var bias = vec4f();
    if (BIASED) {
      bias = parameters[(model * PARAMETERS + BIAS + column) / 4];
    }
    let at = ((model * BATCH + row) * OUT + column) / 4;
    output[at] = activate(sum[0] + bias);
    output[at + OUT / 4] = activate(sum[1] + bias);
    output[at + 2 * (OUT / 4)] = activate(sum[2] + bias);
    output[at + 3 * (OUT / 4)] = activate(sum[3] + bias);
  }
}

@compute @workgroup_size(8)
fn forwardQuad(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let laneX = thread & 1;
  let laneY = (thread >> 1) & 1;
  // A thread loads one 4 x 4 block of each operand; its neighbor in the quad holds the other one it needs. A load costs
  // a masked gather there, a swap one shuffle. Blocks outside load the last valid one: a swap needs every lane running.
  let rows = workgroup.y * TILE_ROWS + (thread >> 2) * 16 + laneY * 8;
  let columns = workgroup.x * TILE_COLUMNS + laneX * 8;
  let ownRow = rows + laneX * 4;
  let ownColumn = columns + laneY * 4;
  var inputAt = ((model / MODELS_PER_INPUT) * BATCH + min(ownRow, BATCH - 4)) * (IN / 4);
  var weightAt = (model * PARAMETERS + WEIGHT + min(ownColumn, OUT - 4)) / 4;

  // Whole matrices because a product of two touches its accumulator once for four values of k, and the register
  // allocator there keeps every accumulator in memory. Column r of a sum is row r of the output block.
  var sum00 = mat4x4f();
  var sum01 = mat4x4f();
  var sum10 = mat4x4f();
  var sum11 = mat4x4f();
  for (var k = 0u; k < IN; k += 4) {
    let ownInput = mat4x4f(
      input[inputAt], input[inputAt + IN / 4], input[inputAt + 2 * (IN / 4)], input[inputAt + 3 * (IN / 4)]);
    let ownWeight = mat4x4f(
      parameters[weightAt], parameters[weightAt + OUT / 4],
      parameters[weightAt + 2 * (OUT / 4)], parameters[weightAt + 3 * (OUT / 4)]);
    let otherInput = swapX(ownInput);
    let otherWeight = swapY(ownWeight);
    sum00 += ownWeight * ownInput;
    sum01 += otherWeight * ownInput;
    sum10 += ownWeight * otherInput;
    sum11 += otherWeight * otherInput;
    inputAt += 1u;
    weightAt += OUT;
  }
  // A loop, each block passed on to the first name in turn, because four copies of this code compile slowly.
  for (var block = 0u; block < 4; block++) {
    store(model, rows + (laneX ^ (block >> 1)) * 4, columns + (laneY ^ (block & 1)) * 4, sum00);
    sum00 = sum01;
    sum01 = sum10;
    sum10 = sum11;
  }

}
