// The parts of gradients [model][PARAMETERS] of weight [IN][OUT] and, if BIASED, bias [OUT]: transpose(input
// [model][BATCH][IN]) . dOutput [model][BATCH][OUT] and its sums. For adapters whose subgroups are quads (SwiftShader);
// correct wherever four consecutive local invocations form a quad. Not the portable kernel (weightGradient.wgsl).
// tile: 32 x 16 per workgroup (2 quads, one above the other; 16 x 16 per quad, 8 x 8 per thread)
enable subgroups;

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override BIAS: u32;
override BIASED: bool;

const TILE_ROWS = 32u;
const TILE_COLUMNS = 16u;

@group(0) @binding(0) var<storage, read> input: array<vec4f>; // [model][BATCH][IN]
@group(0) @binding(1) var<storage, read> dOutput: array<vec4f>; // [model][BATCH][OUT], already divided by the batch
@group(0) @binding(2) var<storage, read_write> gradients: array<vec4f>; // [model][PARAMETERS]

fn swapX(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapX(m[0]), quadSwapX(m[1]), quadSwapX(m[2]), quadSwapX(m[3]));
}

fn swapY(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapY(m[0]), quadSwapY(m[1]), quadSwapY(m[2]), quadSwapY(m[3]));
}

@compute @workgroup_size(8)
fn weightGradientQuad(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let laneX = thread & 1;
  let laneY = (thread >> 1) & 1;
  // A thread loads one 4 x 4 block of each operand; its neighbor in the quad holds the other one it needs. A load costs
  // a masked gather there, a swap one shuffle. Blocks outside load the last valid one: a swap needs every lane running.
  let rows = workgroup.y * TILE_ROWS + (thread >> 2) * 16 + laneY * 8;
  let columns = workgroup.x * TILE_COLUMNS + laneX * 8;
  let ownRow = rows + laneX * 4;
  let ownColumn = columns + laneY * 4;
  var inputAt = (model * BATCH * IN + min(ownRow, IN - 4)) / 4;
  let dOutputStart = (model * BATCH * OUT + min(ownColumn, OUT - 4)) / 4;
  var dOutputAt = dOutputStart;

  // Whole matrices because a product of two touches its accumulator once for four examples, and the register
  // allocator there keeps every accumulator in memory. Column r of a sum is row r of the weight block.
  var sum00 = mat4x4f();
  var sum01 = mat4x4f();
  var sum10 = mat4x4f();
  var sum11 = mat4x4f();
  for (var k = 0u; k < BATCH; k += 4) {
    let ownInput = transpose(mat4x4f(
      input[inputAt], input[inputAt + IN / 4], input[inputAt + 2 * (IN / 4)], input[inputAt + 3 * (IN / 4)]));
    let ownDOutput = mat4x4f(
      dOutput[dOutputAt], dOutput[dOutputAt + OUT / 4],
      dOutput[dOutputAt + 2 * (OUT / 4)], dOutput[dOutputAt + 3 * (OUT / 4)]);
    let otherInput = swapX(ownInput);
    let otherDOutput = swapY(ownDOutput);
    sum00 += ownDOutput * ownInput;
    sum01 += otherDOutput * ownInput;
    sum10 += ownDOutput * otherInput;
    sum11 += otherDOutput * otherInput;
    inputAt += IN;
    dOutputAt += OUT;
  }
  // Loops, each passing its values on to the first name, because sixteen copies of the store compile slowly.
  for (var block = 0u; block < 4; block++) {
    let row = rows + (laneX ^ (block >> 1)) * 4;
    let column = columns + (laneY ^ (block & 1)) * 4;
    if (row < IN && column < OUT) {
      for (var i = 0u; i < 4; i++) {
        gradients[(model * PARAMETERS + WEIGHT + (row + i) * OUT + column) / 4] = sum00[0];
        sum00 = mat4x4f(sum00[1], sum00[2], sum00[3], sum00[0]);
      }
    }
    sum00 = sum01;
    sum01 = sum10;
    sum10 = sum11;
  }

  // The first quad of the first row block sums the bias in a loop of its own: inside the loop above, every thread
  // would pay for it. The four threads of a quad own four different column blocks, so none is summed twice.
  if (BIASED && workgroup.y == 0 && thread < 4 && ownColumn < OUT) {
    var sum = vec4f();
    for (var k = 0u; k < BATCH; k++) {
      sum += dOutput[dOutputStart + k * (OUT / 4)];
    }
    gradients[(model * PARAMETERS + BIAS + ownColumn) / 4] = sum;
  }
}
