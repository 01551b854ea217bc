// Cross-entropy of the labels under a softmax over logits 0 … CLASSES-1: losses [slot, model] (mean over the batch) and
// dLogits [model, BATCH, LOGITS] (0 elsewhere and in rows without an image). One workgroup per model.
override MODELS: u32;
override BATCH: u32;
override LOGITS: u32;
override CLASSES: u32;
override MODELS_PER_INPUT: u32;

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> dLogits: array<f32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
// epoch, first row in the epoch, rows that exist, slot of the loss
@group(1) @binding(0) var<uniform> batch: vec4u;

const THREADS = 64u;
var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn crossEntropy(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let group = model / MODELS_PER_INPUT;
  let scale = 1.0 / f32(batch.z);
  var loss = 0.0;
  for (var row = thread; row < BATCH; row += THREADS) {
    let at = (model * BATCH + row) * LOGITS;
    for (var c = 0u; c < LOGITS; c++) { dLogits[at + c] = 0.0; }
    if (row < batch.z) {
      let label = labels[order[group * BATCH + row]];
      var largest = logits[at];
      for (var c = 1u; c < CLASSES; c++) { largest = max(largest, logits[at + c]); }
      var total = 0.0;
      for (var c = 0u; c < CLASSES; c++) { total += exp(logits[at + c] - largest); }
      loss += log(total) + largest - logits[at + label];
      for (var c = 0u; c < CLASSES; c++) {
        let probability = exp(logits[at + c] - largest) / total;
        dLogits[at + c] = (probability - select(0.0, 1.0, c == label)) * scale;
      }
    }
  }
  partial[thread] = loss;
  workgroupBarrier();
  // A tree of fixed order: the same bits every time.
  for (var width = THREADS / 2u; width > 0u; width /= 2u) {
    if (thread < width) { partial[thread] += partial[thread + width]; }
    workgroupBarrier();
  }
  if (thread == 0u) { losses[batch.w * MODELS + model] = partial[0] * scale; }
}
