// The sequences of a batch: batchTokens and batchTargets [model, BATCH, LENGTH] from the set each model reads, and counted
// [model], how many targets are no padding; all 0 in rows without a sequence. One workgroup per model.
override BATCH: u32;
override COUNT: u32;
override LENGTH: u32;

@group(0) @binding(0) var<storage, read> order: array<u32>; // [model][BATCH]
@group(0) @binding(1) var<storage, read> setOf: array<u32>; // [model]
@group(0) @binding(2) var<storage, read> tokens: array<u32>; // [set][COUNT][LENGTH]
@group(0) @binding(3) var<storage, read> targets: array<u32>; // [set][COUNT][LENGTH]
@group(0) @binding(4) var<storage, read_write> batchTokens: array<u32>; // [model][BATCH][LENGTH]
@group(0) @binding(5) var<storage, read_write> batchTargets: array<u32>; // [model][BATCH][LENGTH]
@group(0) @binding(6) var<storage, read_write> counted: array<u32>; // [model]

const NO_IMAGE = 0xffffffffu;
const THREADS = 64u;
var<workgroup> partial: array<u32, 64>;

@compute @workgroup_size(64)
fn gatherTokens(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let model = workgroup.z;
  let start = setOf[model] * COUNT;
  var count = 0u;
  for (var row = thread; row < BATCH * LENGTH; row += THREADS) {
    let sequence = order[model * BATCH + row / LENGTH];
    var token = 0u;
    var answer = 0u;
    if (sequence != NO_IMAGE) {
      let at = (start + sequence) * LENGTH + row % LENGTH;
      token = tokens[at];
      answer = targets[at];
    }
    batchTokens[model * BATCH * LENGTH + row] = token;
    batchTargets[model * BATCH * LENGTH + row] = answer;
    count += select(0u, 1u, answer != 0u);
  }
  partial[thread] = count;
  workgroupBarrier();
  for (var width = THREADS / 2u; width > 0u; width /= 2u) {
    if (thread < width) { partial[thread] += partial[thread + width]; }
    workgroupBarrier();
  }
  if (thread == 0u) { counted[model] = partial[0]; }
}
