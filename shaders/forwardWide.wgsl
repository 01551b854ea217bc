// output [model][BATCH][OUT] = activation(input [group][BATCH][IN] . weight [IN][OUT] + bias [OUT]), ReLU if RELU.
// Twice as wide per thread as the portable kernel: fewer loads per product, more registers. Some adapters are faster with it.
// tile: 32 x 64 per workgroup (8 x 8 threads, 4 x 8 per thread)

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
const TILE_COLUMNS = 64u;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> input: array<vec4f>; // [model / MODELS_PER_INPUT][BATCH][IN]
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>; // [model][BATCH][OUT]

fn activate(x: vec4f) -> vec4f {
  return select(x, max(x, vec4f()), RELU);
}

@compute @workgroup_size(8, 8)
fn forwardWide(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) thread: vec3u) {
  let model = workgroup.z;
  let row = workgroup.y * TILE_ROWS + thread.y * 4;
  let column = workgroup.x * TILE_COLUMNS + thread.x * 8;
  if (row >= BATCH || column >= OUT) {
    return;
  }
  // Right of the last columns there may be nothing: then these are computed twice, and written once.
  let beside = select(0u, 1u, column + 4 < OUT);
  let inputRow = ((model / MODELS_PER_INPUT) * BATCH + row) * (IN / 4);
  let weightColumn = (model * PARAMETERS + WEIGHT + column) / 4;
  var left = vec4f();
  var right = vec4f();
  if (BIASED) {
    let biasAt = (model * PARAMETERS + BIAS + column) / 4;
    left = parameters[biasAt];
    right = parameters[biasAt + beside];
  }

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var left0 = left;
  var left1 = left;
  var left2 = left;
  var left3 = left;
  var right0 = right;
  var right1 = right;
  var right2 = right;
  var right3 = right;
  for (var k = 0u; k < IN / 4; k++) {
    let inputAt = inputRow + k;
    let x0 = input[inputAt];
    let x1 = input[inputAt + IN / 4];
    let x2 = input[inputAt + 2 * (IN / 4)];
    let x3 = input[inputAt + 3 * (IN / 4)];
    let weightAt = weightColumn + k * OUT;
    let w0 = parameters[weightAt];
    let w1 = parameters[weightAt + OUT / 4];
    let w2 = parameters[weightAt + 2 * (OUT / 4)];
    let w3 = parameters[weightAt + 3 * (OUT / 4)];
    left0 = x0.w * w3 + (x0.z * w2 + (x0.y * w1 + (x0.x * w0 + left0)));
    left1 = x1.w * w3 + (x1.z * w2 + (x1.y * w1 + (x1.x * w0 + left1)));
    left2 = x2.w * w3 + (x2.z * w2 + (x2.y * w1 + (x2.x * w0 + left2)));
    left3 = x3.w * w3 + (x3.z * w2 + (x3.y * w1 + (x3.x * w0 + left3)));
    let v0 = parameters[weightAt + beside];
    let v1 = parameters[weightAt + OUT / 4 + beside];
    let v2 = parameters[weightAt + 2 * (OUT / 4) + beside];
    let v3 = parameters[weightAt + 3 * (OUT / 4) + beside];
    right0 = x0.w * v3 + (x0.z * v2 + (x0.y * v1 + (x0.x * v0 + right0)));
    right1 = x1.w * v3 + (x1.z * v2 + (x1.y * v1 + (x1.x * v0 + right1)));
    right2 = x2.w * v3 + (x2.z * v2 + (x2.y * v1 + (x2.x * v0 + right2)));
    right3 = x3.w * v3 + (x3.z * v2 + (x3.y * v1 + (x3.x * v0 + right3)));
  }
  // A row exists where its first one of four does: BATCH is a multiple of 4.
  let outputAt = ((model * BATCH + row) * OUT + column) / 4;
  output[outputAt] = activate(left0);
  output[outputAt + OUT / 4] = activate(left1);
  output[outputAt + 2 * (OUT / 4)] = activate(left2);
  output[outputAt + 3 * (OUT / 4)] = activate(left3);
  if (beside == 0) {
    return;
  }
  output[outputAt + 1] = activate(right0);
  output[outputAt + OUT / 4 + 1] = activate(right1);
  output[outputAt + 2 * (OUT / 4) + 1] = activate(right2);
  output[outputAt + 3 * (OUT / 4) + 1] = activate(right3);
}
