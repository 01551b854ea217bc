// dInput [model][BATCH][IN] = (activation > 0) * (dOutput [model][BATCH][OUT] . transpose(weight [IN][OUT])).
// The portable kernel: no optional feature, no shared memory. It is not the one for software adapters (backwardQuad).
// tile: 32 x 32 per workgroup (8 x 8 threads, 4 x 4 per thread)

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override MASKED: bool = true; // false: there was no ReLU

const TILE_ROWS = 32u;
const TILE_COLUMNS = 32u;

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
fn backward(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) thread: vec3u) {
  let model = workgroup.z;
  let row = workgroup.y * TILE_ROWS + thread.y * 4;
  let column = workgroup.x * TILE_COLUMNS + thread.x * 4;
  if (row >= BATCH || column >= IN) {
    return;
  }
  let dOutputRow = (model * BATCH + row) * (OUT / 4);
  let weightRow = (model * PARAMETERS + WEIGHT) / 4 + column * (OUT / 4);

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
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
    sum0 = d0.w * w[3] + (d0.z * w[2] + (d0.y * w[1] + (d0.x * w[0] + sum0)));
    sum1 = d1.w * w[3] + (d1.z * w[2] + (d1.y * w[1] + (d1.x * w[0] + sum1)));
    sum2 = d2.w * w[3] + (d2.z * w[2] + (d2.y * w[1] + (d2.x * w[0] + sum2)));
    sum3 = d3.w * w[3] + (d3.z * w[2] + (d3.y * w[1] + (d3.x * w[0] + sum3)));
  }
  // A row exists where its first one of four does: BATCH is a multiple of 4.
  let dInputAt = ((model * BATCH + row) * IN + column) / 4;
  store(dInputAt, sum0);
  store(dInputAt + IN / 4, sum1);
  store(dInputAt + 2 * (IN / 4), sum2);
  store(dInputAt + 3 * (IN / 4), sum3);
}
