// output [model][BATCH][OUT] = activation(input [group][BATCH][IN] . weight [IN][OUT] + bias [OUT]), ReLU if RELU.
// The portable kernel: no optional feature, no shared memory. It is not the one for software adapters (forwardQuad).
// tile: 32 x 32 per workgroup (8 x 8 threads, 4 x 4 per thread)

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
const TILE_COLUMNS = 32u;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> input: array<vec4f>; // [model / MODELS_PER_INPUT][BATCH][IN]
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>; // [model][BATCH][OUT]

fn activate(x: vec4f) -> vec4f {
  return select(x, max(x, vec4f()), RELU);
}

@compute @workgroup_size(8, 8)
fn forward(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) thread: vec3u) {
  let model = workgroup.z;
  let row = workgroup.y * TILE_ROWS + thread.y * 4;
  let column = workgroup.x * TILE_COLUMNS + thread.x * 4;
  if (row >= BATCH || column >= OUT) {
    return;
  }
  let inputRow = ((model / MODELS_PER_INPUT) * BATCH + row) * (IN / 4);
  let weightColumn = (model * PARAMETERS + WEIGHT + column) / 4;
  var bias = vec4f();
  if (BIASED) {
    bias = parameters[(model * PARAMETERS + BIAS + column) / 4];
  }

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var sum0 = bias;
  var sum1 = bias;
  var sum2 = bias;
  var sum3 = bias;
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
    sum0 = x0.w * w3 + (x0.z * w2 + (x0.y * w1 + (x0.x * w0 + sum0)));
    sum1 = x1.w * w3 + (x1.z * w2 + (x1.y * w1 + (x1.x * w0 + sum1)));
    sum2 = x2.w * w3 + (x2.z * w2 + (x2.y * w1 + (x2.x * w0 + sum2)));
    sum3 = x3.w * w3 + (x3.z * w2 + (x3.y * w1 + (x3.x * w0 + sum3)));
  }
  // A row exists where its first one of four does: BATCH is a multiple of 4.
  let outputAt = ((model * BATCH + row) * OUT + column) / 4;
  output[outputAt] = activate(sum0);
  output[outputAt + OUT / 4] = activate(sum1);
  output[outputAt + 2 * (OUT / 4)] = activate(sum2);
  output[outputAt + 3 * (OUT / 4)] = activate(sum3);
}
