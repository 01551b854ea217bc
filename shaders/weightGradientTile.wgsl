// The parts of gradients [model][PARAMETERS] of weight [IN][OUT] and, if BIASED, bias [OUT]: transpose(input
// [model][BATCH][IN]) . dOutput [model][BATCH][OUT] and its sums; Adam's own kernel uses them (weightUpdate has it inside).
// Both factors pass through shared memory, 16 terms of the sums at a time: fewer loads where many threads need the same.
// tile: square, four outputs per thread along each side (SIDE x SIDE threads, 4 x 4 per thread)

override BATCH: u32;
override IN: u32;
override OUT: u32;
override PARAMETERS: u32;
override WEIGHT: u32;
override BIAS: u32;
override BIASED: bool;
override SIDE: u32 = 8; // 8: a tile of 32 x 32; 16: of 64 x 64

const SLAB = 16u; // terms of the sums in shared memory

@group(0) @binding(0) var<storage, read> input: array<vec4f>; // [model][BATCH][IN]
@group(0) @binding(1) var<storage, read> dOutput: array<vec4f>; // [model][BATCH][OUT], already divided by the batch
@group(0) @binding(2) var<storage, read_write> gradients: array<vec4f>; // [model][PARAMETERS]

var<workgroup> inputs: array<vec4f, SLAB * SIDE>; // [SLAB][SIDE]
var<workgroup> dOutputs: array<vec4f, SLAB * SIDE>; // [SLAB][SIDE]

@compute @workgroup_size(SIDE, SIDE)
fn weightGradientTile(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_id) thread: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let model = workgroup.z;
  let firstRow = workgroup.y * SIDE * 4;
  let firstColumn = workgroup.x * SIDE * 4;
  let row = firstRow + thread.y * 4;
  let column = firstColumn + thread.x * 4;
  let inputRow = model * BATCH * (IN / 4);
  let dOutputRow = model * BATCH * (OUT / 4);

  // Named accumulators: an array of them is put in memory by some compilers (ten times slower on an M1).
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var biasSum = vec4f();
  for (var first = 0u; first < BATCH; first += SLAB) {
    for (var i = index; i < SLAB * SIDE; i += SIDE * SIDE) {
      let k = first + i / SIDE;
      let r = firstRow + (i % SIDE) * 4;
      var x = vec4f();
      if (k < BATCH && r < IN) {
        x = input[inputRow + k * (IN / 4) + r / 4];
      }
      inputs[i] = x;
      let c = firstColumn + (i % SIDE) * 4;
      var d = vec4f();
      if (k < BATCH && c < OUT) {
        d = dOutput[dOutputRow + k * (OUT / 4) + c / 4];
      }
      dOutputs[i] = d;
    }
    workgroupBarrier();
    for (var k = 0u; k < SLAB; k += 4) {
      let inputAt = k * SIDE + thread.y;
      let x0 = inputs[inputAt];
      let x1 = inputs[inputAt + SIDE];
      let x2 = inputs[inputAt + 2 * SIDE];
      let x3 = inputs[inputAt + 3 * SIDE];
      let dOutputAt = k * SIDE + thread.x;
      let d0 = dOutputs[dOutputAt];
      let d1 = dOutputs[dOutputAt + SIDE];
      let d2 = dOutputs[dOutputAt + 2 * SIDE];
      let d3 = dOutputs[dOutputAt + 3 * SIDE];
      sum0 = x3.x * d3 + (x2.x * d2 + (x1.x * d1 + (x0.x * d0 + sum0)));
      sum1 = x3.y * d3 + (x2.y * d2 + (x1.y * d1 + (x0.y * d0 + sum1)));
      sum2 = x3.z * d3 + (x2.z * d2 + (x1.z * d1 + (x0.z * d0 + sum2)));
      sum3 = x3.w * d3 + (x2.w * d2 + (x1.w * d1 + (x0.w * d0 + sum3)));
      // Only the first row block needs the bias, and it is a whole workgroup's: the others skip these additions.
      if (BIASED && workgroup.y == 0) {
        biasSum += (d0 + d1) + (d2 + d3);
      }
    }
    workgroupBarrier();
  }
  if (row >= IN || column >= OUT) {
    return;
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
