// dInput [model][BATCH][IN] = (activation > 0) * (dOutput [model][BATCH][OUT] . transpose(weight [IN][OUT])).
// Both factors pass through shared memory, 16 terms of the sums at a time: fewer loads where many threads need the same.
// tile: square, four outputs per thread along each side (SIDE x SIDE threads, 4 x 4 per thread)

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override MASKED: bool = true; // false: there was no ReLU
override SIDE: u32 = 8; // 8: a tile of 32 x 32; 16: of 64 x 64

const SLAB = 16u; // terms of the sums in shared memory

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> dOutput: array<vec4f>; // [model][BATCH][OUT]
@group(0) @binding(2) var<storage, read> activation: array<vec4f>; // [model][BATCH][IN], after ReLU
@group(0) @binding(3) var<storage, read_write> dInput: array<vec4f>; // [model][BATCH][IN]

fn store(at: u32, sum: vec4f) {
  if (MASKED) {
    dInput[at] = select(vec4f(), sum, activation[at] > vec4f());
  } else {
    dInput[at] = sum;
  }
}

const STRIDE = SLAB / 4 + 1; // of a row in shared memory, in vectors: one more than it has, against conflicts of banks
var<workgroup> dOutputs: array<vec4f, SIDE * 4 * STRIDE>; // [SIDE * 4][STRIDE]
var<workgroup> weights: array<vec4f, SIDE * 4 * STRIDE>; // [SIDE * 4][STRIDE]

@compute @workgroup_size(SIDE, SIDE)
fn backwardTile(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_id) thread: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let model = workgroup.z;
  let firstRow = workgroup.y * SIDE * 4;
  let firstColumn = workgroup.x * SIDE * 4;
  let row = firstRow + thread.y * 4;
  let column = firstColumn + thread.x * 4;
  let dOutputRow = model * BATCH * (OUT / 4);
  let weight = (model * PARAMETERS + WEIGHT) / 4;

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var first = 0u; first < OUT; first += SLAB) {
    for (var i = index; i < SLAB * SIDE; i += SIDE * SIDE) {
      let q = first + (i % 4) * 4;
      let r = firstRow + i / 4;
      var d = vec4f();
      if (r < BATCH && q < OUT) {
        d = dOutput[dOutputRow + r * (OUT / 4) + q / 4];
      }
      dOutputs[(i / 4) * STRIDE + i % 4] = d;
      let c = firstColumn + i / 4;
      var w = vec4f();
      if (c < IN && q < OUT) {
        w = parameters[weight + c * (OUT / 4) + q / 4];
      }
      weights[(i / 4) * STRIDE + i % 4] = w;
    }
    workgroupBarrier();
    for (var k = 0u; k < SLAB / 4; k++) {
      let dOutputAt = thread.y * 4 * STRIDE + k;
      let d0 = dOutputs[dOutputAt];
      let d1 = dOutputs[dOutputAt + STRIDE];
      let d2 = dOutputs[dOutputAt + 2 * STRIDE];
      let d3 = dOutputs[dOutputAt + 3 * STRIDE];
      let weightAt = thread.x * 4 * STRIDE + k;
      let w = transpose(mat4x4f(
        weights[weightAt], weights[weightAt + STRIDE],
        weights[weightAt + 2 * STRIDE], weights[weightAt + 3 * STRIDE]));
      sum0 = d0.w * w[3] + (d0.z * w[2] + (d0.y * w[1] + (d0.x * w[0] + sum0)));
      sum1 = d1.w * w[3] + (d1.z * w[2] + (d1.y * w[1] + (d1.x * w[0] + sum1)));
      sum2 = d2.w * w[3] + (d2.z * w[2] + (d2.y * w[1] + (d2.x * w[0] + sum2)));
      sum3 = d3.w * w[3] + (d3.z * w[2] + (d3.y * w[1] + (d3.x * w[0] + sum3)));
    }
    workgroupBarrier();
  }
  if (row >= BATCH || column >= IN) {
    return;
  }
  // A row exists where its first one of four does: BATCH is a multiple of 4.
  let dInputAt = ((model * BATCH + row) * IN + column) / 4;
  store(dInputAt, sum0);
  store(dInputAt + IN / 4, sum1);
  store(dInputAt + 2 * (IN / 4), sum2);
  store(dInputAt + 3 * (IN / 4), sum3);
}
