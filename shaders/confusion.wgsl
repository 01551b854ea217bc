// Counts how the models read labeled images: counts [model, label, prediction] grow by one per row; the prediction is
// the largest of logits 0 … CLASSES-1, the first of equals. Integer atomics: the sum does not depend on their order.
override BATCH: u32;
override LOGITS: u32;
override CLASSES: u32;

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;

const NO_IMAGE = 0xffffffffu;

@compute @workgroup_size(64)
fn confusion(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  let model = id.z;
  if (row >= BATCH) { return; }
  let image = order[row];
  if (image == NO_IMAGE) { return; }
  let at = (model * BATCH + row) * LOGITS;
  var prediction = 0u;
  for (var c = 1u; c < CLASSES; c++) {
    if (logits[at + c] > logits[at + prediction]) { prediction = c; }
  }
  atomicAdd(&counts[(model * CLASSES + labels[image]) * CLASSES + prediction], 1u);
}
