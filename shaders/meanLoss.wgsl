// losses [slot, model] = Σ_row rowLosses / counted: the mean over the counted positions of a batch. One workgroup per model.
override MODELS: u32;
override ROWS: u32;

@group(0) @binding(0) var<storage, read> rowLosses: array<f32>; // [model][ROWS]
@group(0) @binding(1) var<storage, read> counted: array<u32>; // [model]
@group(0) @binding(2) var<storage, read_write> losses: array<f32>; // [slot][MODELS]
// epoch, first row in the epoch, rows that exist, slot of the loss
@group(1) @binding(0) var<uniform> batch: vec4u;

const THREADS = 64u;
var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn meanLoss(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  var sum = 0.0;
  for (var row = thread; row < ROWS; row += THREADS) { sum += rowLosses[model * ROWS + row]; }
  partial[thread] = sum;
  workgroupBarrier();
  // A tree of fixed order: the same bits every time.
  for (var width = THREADS / 2u; width > 0u; width /= 2u) {
    if (thread < width) { partial[thread] += partial[thread + width]; }
    workgroupBarrier();
  }
  if (thread == 0u) { losses[batch.w * MODELS + model] = partial[0] / f32(counted[model]); }
}
