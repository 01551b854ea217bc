// One Adam step of weight [IN][OUT] and bias [OUT]; gradient = transpose(input [group][BATCH][IN]) . dOutput
// [model][BATCH][OUT], never stored, not averaged here. For adapters whose subgroups are quads (SwiftShader); correct
// wherever four consecutive local invocations form a quad. It is not the portable kernel (weightUpdate.wgsl).
// tile: 32 x 16 per workgroup (2 quads, one above the other; 16 x 16 per quad, 8 x 8 per thread)
enable subgroups;

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override BIAS: u32;
override MODELS_PER_INPUT: u32 = 1;
override BETA1: f32;
override BETA2: f32;
override EPSILON: f32;

const TILE_ROWS = 32u;
const TILE_COLUMNS = 16u;

@group(0) @binding(0) var<storage, read> input: array<vec4f>; // [model / MODELS_PER_INPUT][BATCH][IN]
@group(0) @binding(1) var<storage, read> dOutput: array<vec4f>; // [model][BATCH][OUT], already divided by the batch
@group(0) @binding(2) var<storage, read_write> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(3) var<storage, read_write> adamM: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(4) var<storage, read_write> adamV: array<vec4f>; // [model][PARAMETERS]
@group(1) @binding(0) var<uniform> adamStep: vec2f; // learning rate / (1 - BETA1^t), 1 / (1 - BETA2^t)

fn swapX(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapX(m[0]), quadSwapX(m[1]), quadSwapX(m[2]), quadSwapX(m[3]));
}

fn swapY(m: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapY(m[0]), quadSwapY(m[1]), quadSwapY(m[2]), quadSwapY(m[3]));
}

fn adam(at: u32, gradient: vec4f) {
  let m = BETA1 * adamM[at] + (1.0 - BETA1) * gradient;
  let v = BETA2 * adamV[at] + (1.0 - BETA2) * gradient * gradient;
  adamM[at] = m;
  adamV[at] = v;
  parameters[at] -= m * adamStep.x / (sqrt(v * adamStep.y) + EPSILON);
}

@compute @workgroup_size(8)
fn weightUpdateQuad(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let laneX = thread & 1;
  let laneY = (thread >> 1) & 1;
  // A thread loads one 4 x 4 block of each operand; its neighbor in the quad holds the other one it needs. A load costs
  // a masked gather there, a swap one shuffle. Blocks outside load the last valid one: a swap needs every lane running.
  let rows = workgroup.y * TILE_ROWS + (thread >> 2) * 16 + laneY * 8;
  let columns = workgroup.x * TILE_COLUMNS + laneX * 8;
  let ownRow = rows + laneX * 4;
  let ownColumn = columns + laneY * 4;
  var inputAt = ((model / MODELS_PER_INPUT) * BATCH * IN + min(ownRow, IN - 4)) / 4;
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
  // Loops, each passing its values on to the first name, because sixteen copies of the optimizer compile slowly.
  for (var block = 0u; block < 4; block++) {
    let row = rows + (laneX ^ (block >> 1)) * 4;
    let column = columns + (laneY ^ (block & 1)) * 4;
    if (row < IN && column < OUT) {
      for (var i = 0u; i < 4; i++) {
        adam((model * PARAMETERS + WEIGHT + (row + i) * OUT + column) / 4, sum00[0]);
        sum00 = mat4x4f(sum00[1], sum00[2], sum00[3], sum00[0]);
      }
    }
    sum00 = sum01;
    sum01 = sum10;
    sum10 = sum11;
  }

  // The first quad of the first row block sums the bias in a loop of its own: inside the loop above, every thread
  // would pay for it. The four threads of a quad own four different column blocks, so none is summed twice.
  if (workgroup.y == 0 && thread < 4 && ownColumn < OUT) {
    var sum = vec4f();
    for (var k = 0u; k < BATCH; k++) {
      sum += dOutput[dOutputStart + k * (OUT / 4)];
    }
    adam((model * PARAMETERS + BIAS + ownColumn) / 4, sum);
  }
}
