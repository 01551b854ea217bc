// dInput [model][BATCH][IN] = (activation > 0) * (dOutput [model][BATCH][OUT] . transpose(weight [IN][OUT])).
// Twice as wide per thread as the portable kernel: fewer loads per product, more registers. Some adapters are faster with it.
// tile: 32 x 64 per workgroup (8 x 8 threads, 4 x 8 per thread)

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override MASKED: bool = true; // false: there was no ReLU

const TILE_ROWS = 32u;
const TILE_COLUMNS = 64u;

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

@compute @workgroup_size(8, 8)
fn backwardWide(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) thread: vec3u) {
  let model = workgroup.z;
  let row = workgroup.y * TILE_ROWS + thread.y * 4;
  let column = workgroup.x * TILE_COLUMNS + thread.x * 8;
  if (row >= BATCH || column >= IN) {
    return;
  }
  // Right of the last columns there may be nothing: then these are computed twice, and written once.
  let beside = select(0u, 1u, column + 4 < IN);
  let dOutputRow = (model * BATCH + row) * (OUT / 4);
  let weightRow = (model * PARAMETERS + WEIGHT) / 4 + column * (OUT / 4);

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var left0 = vec4f();
  var left1 = vec4f();
  var left2 = vec4f();
  var left3 = vec4f();
  var right0 = vec4f();
  var right1 = vec4f();
  var right2 = vec4f();
  var right3 = vec4f();
  for (var k = 0u; k < OUT / 4; k++) {
    let dOutputAt = dOutputRow + k;
    let d0 = dOutput[dOutputAt];
    let d1 = dOutput[dOutputAt + OUT / 4];
    let d2 = dOutput[dOutputAt + 2 * (OUT / 4)];
    let d3 = dOutput[dOutputAt + 3 * (OUT / 4)];
    let weightAt = weightRow + k;
    // Transposed here, so that the sums have the form of the forward kernel: four products, each of a scalar and a
    // vector, instead of sixteen dot products.
    let w = transpose(mat4x4f(
      parameters[weightAt], parameters[weightAt + OUT / 4],
      parameters[weightAt + 2 * (OUT / 4)], parameters[weightAt + 3 * (OUT / 4)]));
    left0 = d0.w * w[3] + (d0.z * w[2] + (d0.y * w[1] + (d0.x * w[0] + left0)));
    left1 = d1.w * w[3] + (d1.z * w[2] + (d1.y * w[1] + (d1.x * w[0] + left1)));
    left2 = d2.w * w[3] + (d2.z * w[2] + (d2.y * w[1] + (d2.x * w[0] + left2)));
    left3 = d3.w * w[3] + (d3.z * w[2] + (d3.y * w[1] + (d3.x * w[0] + left3)));
    let besideAt = weightAt + beside * OUT;
    let v = transpose(mat4x4f(
      parameters[besideAt], parameters[besideAt + OUT / 4],
      parameters[besideAt + 2 * (OUT / 4)], parameters[besideAt + 3 * (OUT / 4)]));
    right0 = d0.w * v[3] + (d0.z * v[2] + (d0.y * v[1] + (d0.x * v[0] + right0)));
    right1 = d1.w * v[3] + (d1.z * v[2] + (d1.y * v[1] + (d1.x * v[0] + right1)));
    right2 = d2.w * v[3] + (d2.z * v[2] + (d2.y * v[1] + (d2.x * v[0] + right2)));
    right3 = d3.w * v[3] + (d3.z * v[2] + (d3.y * v[1] + (d3.x * v[0] + right3)));
  }
  // A row exists where its first one of four does: BATCH is a multiple of 4.
  let dInputAt = ((model * BATCH + row) * IN + column) / 4;
  store(dInputAt, left0);
  store(dInputAt + IN / 4, left1);
  store(dInputAt + 2 * (IN / 4), left2);
  store(dInputAt + 3 * (IN / 4), left3);
  if (beside == 0) {
    return;
  }
  store(dInputAt + 1, right0);
  store(dInputAt + IN / 4 + 1, right1);
  store(dInputAt + 2 * (IN / 4) + 1, right2);
  store(dInputAt + 3 * (IN / 4) + 1, right3);
}
