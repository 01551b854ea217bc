// norms [slot, model] = length of gradients [model, PARAMETERS] over what is trainable [PARAMETERS] (1, else 0), before any
// clipping. One workgroup per model.
override MODELS: u32;
override PARAMETERS: u32;

@group(0) @binding(0) var<storage, read> gradients: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> trainable: array<vec4u>; // [PARAMETERS]
@group(0) @binding(2) var<storage, read_write> norms: array<f32>; // [slot][MODELS]
// epoch, first row in the epoch, rows that exist, slot of the norm
@group(1) @binding(0) var<uniform> batch: vec4u;

const THREADS = 128u;
var<workgroup> partial: array<f32, 128>;

@compute @workgroup_size(128)
fn gradientNorm(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  var sum = vec4f();
  for (var i = thread; i < PARAMETERS / 4u; i += THREADS) {
    let gradient = select(vec4f(), gradients[model * (PARAMETERS / 4u) + i], trainable[i] != vec4u());
    sum += gradient * gradient;
  }
  partial[thread] = (sum.x + sum.y) + (sum.z + sum.w);
  workgroupBarrier();
  // A tree of fixed order: the same bits every time.
  for (var width = THREADS / 2u; width > 0u; width /= 2u) {
    if (thread < width) { partial[thread] += partial[thread + width]; }
    workgroupBarrier();
  }
  if (thread == 0u) { norms[batch.w * MODELS + model] = sqrt(partial[0]); }
}
