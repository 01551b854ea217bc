// KL(teacher‖student) between softmaxes over logits FROM … TO-1: losses [slot, model] (mean over the batch) and
// dLogits [model, BATCH, LOGITS] (0 elsewhere and in rows without an image). The teacher's logits serve all students of a
// group: teacherLogits [group, TEACHER_ROWS, TEACHER_LOGITS] from column TEACHER_FROM on, by image if CACHED, else by row.
// One workgroup per model.
override MODELS: u32;
override BATCH: u32;
override LOGITS: u32;
override FROM: u32;
override TO: u32;
override MODELS_PER_INPUT: u32;
override TEACHER_ROWS: u32;
override TEACHER_LOGITS: u32;
override TEACHER_FROM: u32;
override CACHED: bool;

@group(0) @binding(0) var<storage, read> teacherLogits: array<f32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> logits: array<f32>;
@group(0) @binding(3) var<storage, read_write> dLogits: array<f32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
// epoch, first row in the epoch, rows that exist, slot of the loss
@group(1) @binding(0) var<uniform> batch: vec4u;

const THREADS = 64u;
var<workgroup> partial: array<f32, 64>;

// One term of the KL divergence, p (x - 1) + q for x = log(p / q). Its sum is Σ p x, as p and q both sum to 1, but no term
// is negative, so that nothing cancels when the student is close to its teacher. Where x is small p (x - 1) + q itself
// would cancel; there it is p (x - 1 + exp(-x)) as a series.
fn divergence(p: f32, q: f32, x: f32) -> f32 {
  if (abs(x) > 0.25) { return p * (x - 1.0) + q; }
  return p * x * x * (0.5 - x * (1.0 / 6.0 - x * (1.0 / 24.0 - x * (1.0 / 120.0 - x * (1.0 / 720.0 - x / 5040.0)))));
}

@compute @workgroup_size(64)
fn distillation(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let group = model / MODELS_PER_INPUT;
  let scale = 1.0 / f32(batch.z);
  let width = TO - FROM;
  var loss = 0.0;
  for (var row = thread; row < BATCH; row += THREADS) {
    let start = (model * BATCH + row) * LOGITS;
    for (var c = 0u; c < LOGITS; c++) { dLogits[start + c] = 0.0; }
    if (row < batch.z) {
      var teacherRow = row;
      if (CACHED) { teacherRow = order[group * BATCH + row]; }
      let teacher = (group * TEACHER_ROWS + teacherRow) * TEACHER_LOGITS + TEACHER_FROM;
      let student = start + FROM;
      var teacherLargest = teacherLogits[teacher];
      var studentLargest = logits[student];
      for (var c = 1u; c < width; c++) {
        teacherLargest = max(teacherLargest, teacherLogits[teacher + c]);
        studentLargest = max(studentLargest, logits[student + c]);
      }
      var teacherTotal = 0.0;
      var studentTotal = 0.0;
      for (var c = 0u; c < width; c++) {
        teacherTotal += exp(teacherLogits[teacher + c] - teacherLargest);
        studentTotal += exp(logits[student + c] - studentLargest);
      }
      let shift = (studentLargest - teacherLargest) + log(studentTotal / teacherTotal);
      for (var c = 0u; c < width; c++) {
        let p = exp(teacherLogits[teacher + c] - teacherLargest) / teacherTotal;
        let q = exp(logits[student + c] - studentLargest) / studentTotal;
        loss += divergence(p, q, teacherLogits[teacher + c] - logits[student + c] + shift);
        dLogits[student + c] = (q - p) * scale;
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
