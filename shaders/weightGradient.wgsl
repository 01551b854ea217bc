// The parts of gradients [model][PARAMETERS] of weight [IN][OUT] and, if BIASED, bias [OUT]: transpose(input
// [model][BATCH][IN]) . dOutput [model][BATCH][OUT] and its sums; Adam's own kernel uses them (weightUpdate has it inside).
// The portable kernel: no optional feature, no shared memory. Not the one for software adapters (weightGradientQuad).
// tile: 32 x 32 per workgroup (8 x 8 threads, 4 x 4 per thread)

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override BIAS: u32;
override BIASED: bool;

const TILE_ROWS = 32u;
const TILE_COLUMNS = 32u;

@group(0) @binding(0) var<storage, read> input: array<vec4f>; // [model][BATCH][IN]
@group(0) @binding(1) var<storage, read> dOutput: array<vec4f>; // [model][BATCH][OUT], already divided by the batch
@group(0) @binding(2) var<storage, read_write> gradients: array<vec4f>; // [model][PARAMETERS]

@compute @workgroup_size(8, 8)
fn weightGradient(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_id) thread: vec3u) {
  let model = workgroup.z;
  let row = workgroup.y * TILE_ROWS + thread.y * 4;
  let column = workgroup.x * TILE_COLUMNS + thread.x * 4;
  if (row >= IN || column >= OUT) {
    return;
  }
  let inputColumn = (model * BATCH * IN + row) / 4;
  let dOutputColumn = (model * BATCH * OUT + column) / 4;

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var biasSum = vec4f();
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
    sum0 = x3.x * d3 + (x2.x * d2 + (x1.x * d1 + (x0.x * d0 + sum0)));
    sum1 = x3.y * d3 + (x2.y * d2 + (x1.y * d1 + (x0.y * d0 + sum1)));
    sum2 = x3.z * d3 + (x2.z * d2 + (x1.z * d1 + (x0.z * d0 + sum2)));
    sum3 = x3.w * d3 + (x2.w * d2 + (x1.w * d1 + (x0.w * d0 + sum3)));
    // Only the first row block needs the bias, and it is a whole workgroup's: the others skip these additions.
    if (BIASED && workgroup.y == 0) {
      biasSum += (d0 + d1) + (d2 + d3);
    }
  }
  let at = (model * PARAMETERS + WEIGHT + row * OUT + column) / 4;
  gradients[at] = sum0;
  gradients[at + OUT / 4] = sum1;
  gradients[at + 2 * (OUT / 4)] = sum2;
  gradients[at + 3 * (OUT / 4)] = sum3;
  if (BIASED && row == 0) {
    gradients[(model * PARAMETERS + BIAS + column) / 4] = biasSum;
  }
}
