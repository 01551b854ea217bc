// One Adam step of weight [IN][OUT] and bias [OUT]; gradient = transpose(input [group][BATCH][IN]) . dOutput
// [model][BATCH][OUT], never stored, not averaged here.
// Twice as wide per thread as the portable kernel: fewer loads per product, more registers. Some adapters are faster with it.
// tile: 32 x 64 per workgroup (8 x 8 threads, 4 x 8 per thread)

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
const TILE_COLUMNS = 64u;

@group(0) @binding(0) var<storage, read> input: array<vec4f>; // [model / MODELS_PER_INPUT][BATCH][IN]
@group(0) @binding(1) var<storage, read> dOutput: array<vec4f>; // [model][BATCH][OUT], already divided by the batch
@group(0) @binding(2) var<storage, read_write> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(3) var<storage, read_write> adamM: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(4) var<storage, read_write> adamV: array<vec4f>; // [model][PARAMETERS]
@group(1) @binding(0) var<uniform> adamStep: vec2f; // learning rate / (1 - BETA1^t), 1 / (1 - BETA2^t)

fn adam(at: u32, gradient: vec4f) {
  let m = BETA1 * adamM[at] + (1.0 - BETA1) * gradient;
  let v = BETA2 * adamV[at] + (1.0 - BETA2) * gradient * gradient;
  adamM[at] = m;
  adamV[at] = v;
  parameters[at] -= m * adamStep.x / (sqrt(v * adamStep.y) + EPSILON);
}

@compute @workgroup_size(8, 8)
fn weightUpdateWide(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) thread: vec3u) {
  let model = workgroup.z;
  let row = workgroup.y * TILE_ROWS + thread.y * 4;
  let column = workgroup.x * TILE_COLUMNS + thread.x * 8;
  if (row >= IN || column >= OUT) {
    return;
  }
  // Right of the last columns there may be nothing: then these are computed twice, and written once.
  let beside = select(0u, 1u, column + 4 < OUT);
  let inputColumn = ((model / MODELS_PER_INPUT) * BATCH * IN + row) / 4;
  let dOutputColumn = (model * BATCH * OUT + column) / 4;

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var left0 = vec4f();
  var left1 = vec4f();
  var left2 = vec4f();
  var left3 = vec4f();
  var right0 = vec4f();
  var right1 = vec4f();
  var right2 = vec4f();
  var right3 = vec4f();
  var biasLeft = vec4f();
  var biasRight = vec4f();
  for (var k = 0u; k < BATCH / 4; k++) {
    let inputAt = inputColumn + k * IN;
    let x0 = input[inputAt];
    let x1 = input[inputAt + IN / 4];
    let x2 = input[inputAt + 2 * (IN / 4)];
    let x3 = input[inputAt + 3 * (IN / 4)];
    let dOutputAt = dOutputColumn + k * OUT;
    let d0 = dOutput[dOutputAt];
    let d1 = dOutput[dOutputAt + OUT / 4];
    let d2 = dOutput[dOutputAt + 2 * (OUT / 4)];
    let d3 = dOutput[dOutputAt + 3 * (OUT / 4)];
    left0 = x3.x * d3 + (x2.x * d2 + (x1.x * d1 + (x0.x * d0 + left0)));
    left1 = x3.y * d3 + (x2.y * d2 + (x1.y * d1 + (x0.y * d0 + left1)));
    left2 = x3.z * d3 + (x2.z * d2 + (x1.z * d1 + (x0.z * d0 + left2)));
    left3 = x3.w * d3 + (x2.w * d2 + (x1.w * d1 + (x0.w * d0 + left3)));
    let e0 = dOutput[dOutputAt + beside];
    let e1 = dOutput[dOutputAt + OUT / 4 + beside];
    let e2 = dOutput[dOutputAt + 2 * (OUT / 4) + beside];
    let e3 = dOutput[dOutputAt + 3 * (OUT / 4) + beside];
    right0 = x3.x * e3 + (x2.x * e2 + (x1.x * e1 + (x0.x * e0 + right0)));
    right1 = x3.y * e3 + (x2.y * e2 + (x1.y * e1 + (x0.y * e0 + right1)));
    right2 = x3.z * e3 + (x2.z * e2 + (x1.z * e1 + (x0.z * e0 + right2)));
    right3 = x3.w * e3 + (x2.w * e2 + (x1.w * e1 + (x0.w * e0 + right3)));
    // Only the first row block needs the bias, and it is a whole workgroup's: the others skip these additions.
    if (workgroup.y == 0) {
      biasLeft += (d0 + d1) + (d2 + d3);
      biasRight += (e0 + e1) + (e2 + e3);
    }
  }
  let at = (model * PARAMETERS + WEIGHT + row * OUT + column) / 4;
  adam(at, left0);
  adam(at + OUT / 4, left1);
  adam(at + 2 * (OUT / 4), left2);
  adam(at + 3 * (OUT / 4), left3);
  let biasAt = (model * PARAMETERS + BIAS + column) / 4;
  if (row == 0) {
    adam(biasAt, biasLeft);
  }
  if (beside == 0) {
    return;
  }
  adam(at + 1, right0);
  adam(at + OUT / 4 + 1, right1);
  adam(at + 2 * (OUT / 4) + 1, right2);
  adam(at + 3 * (OUT / 4) + 1, right3);
  if (row == 0) {
    adam(biasAt + 1, biasRight);
  }
}
