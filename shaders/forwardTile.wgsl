// output [model][BATCH][OUT] = activation(input [group][BATCH][IN] . weight [IN][OUT] + bias [OUT]), ReLU if RELU.
// Both factors pass through shared memory, 16 terms of the sums at a time: fewer loads where many threads need the same.
// tile: square, four outputs per thread along each side (SIDE x SIDE threads, 4 x 4 per thread)

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override BIAS: u32;
override MODELS_PER_INPUT: u32 = 1;
override RELU: bool;
override BIASED: bool = true; // false: there is no bias
override SIDE: u32 = 8; // 8: a tile of 32 x 32; 16: of 64 x 64

const SLAB = 16u; // terms of the sums in shared memory

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> input: array<vec4f>; // [model / MODELS_PER_INPUT][BATCH][IN]
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>; // [model][BATCH][OUT]

fn activate(x: vec4f) -> vec4f {
  return select(x, max(x, vec4f()), RELU);
}

const STRIDE = SLAB / 4 + 1; // of a row in shared memory, in vectors: one more than it has, against conflicts of banks
var<workgroup> inputs: array<vec4f, SIDE * 4 * STRIDE>; // [SIDE * 4][STRIDE]
var<workgroup> weights: array<vec4f, SLAB * SIDE>; // [SLAB][SIDE]

@compute @workgroup_size(SIDE, SIDE)
fn forwardTile(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_id) thread: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let model = workgroup.z;
  let firstRow = workgroup.y * SIDE * 4;
  let firstColumn = workgroup.x * SIDE * 4;
  let row = firstRow + thread.y * 4;
  let column = firstColumn + thread.x * 4;
  let inputRow = (model / MODELS_PER_INPUT) * BATCH * (IN / 4);
  let weight = (model * PARAMETERS + WEIGHT) / 4;
  var bias = vec4f();
  if (BIASED && column < OUT) {
    bias = parameters[(model * PARAMETERS + BIAS + column) / 4];
  }

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var sum0 = bias;
  var sum1 = bias;
  var sum2 = bias;
  var sum3 = bias;
  for (var first = 0u; first < IN; first += SLAB) {
    for (var i = index; i < SLAB * SIDE; i += SIDE * SIDE) {
      let r = firstRow + i / 4;
      let q = first + (i % 4) * 4;
      var x = vec4f();
      if (r < BATCH && q < IN) {
        x = input[inputRow + r * (IN / 4) + q / 4];
      }
      inputs[(i / 4) * STRIDE + i % 4] = x;
      let k = first + i / SIDE;
      let c = firstColumn + (i % SIDE) * 4;
      var w = vec4f();
      if (k < IN && c < OUT) {
        w = parameters[weight + (k * OUT + c) / 4];
      }
      weights[i] = w;
    }
    workgroupBarrier();
    for (var k = 0u; k < SLAB / 4; k++) {
      let inputAt = thread.y * 4 * STRIDE + k;
      let x0 = inputs[inputAt];
      let x1 = inputs[inputAt + STRIDE];
      let x2 = inputs[inputAt + 2 * STRIDE];
      let x3 = inputs[inputAt + 3 * STRIDE];
      let weightAt = k * 4 * SIDE + thread.x;
      let w0 = weights[weightAt];
      let w1 = weights[weightAt + SIDE];
      let w2 = weights[weightAt + 2 * SIDE];
      let w3 = weights[weightAt + 3 * SIDE];
      sum0 = x0.w * w3 + (x0.z * w2 + (x0.y * w1 + (x0.x * w0 + sum0)));
      sum1 = x1.w * w3 + (x1.z * w2 + (x1.y * w1 + (x1.x * w0 + sum1)));
      sum2 = x2.w * w3 + (x2.z * w2 + (x2.y * w1 + (x2.x * w0 + sum2)));
      sum3 = x3.w * w3 + (x3.z * w2 + (x3.y * w1 + (x3.x * w0 + sum3)));
    }
    workgroupBarrier();
  }
  if (row >= BATCH || column >= OUT) {
    return;
  }
  // A row exists where its first one of four does: BATCH is a multiple of 4.
  let outputAt = ((model * BATCH + row) * OUT + column) / 4;
  output[outputAt] = activate(sum0);
  output[outputAt + OUT / 4] = activate(sum1);
  output[outputAt + 2 * (OUT / 4)] = activate(sum2);
  output[outputAt + 3 * (OUT / 4)] = activate(sum3);
}
