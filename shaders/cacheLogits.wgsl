// Keeps a teacher's logits FROM … TO-1 of the batch, so that they are computed once per image and not once per epoch:
// cache [group, COUNT, TO - FROM] by image from teacherLogits [group, BATCH, LOGITS] by row.
override BATCH: u32;
override COUNT: u32;
override LOGITS: u32;
override FROM: u32;
override TO: u32;

@group(0) @binding(0) var<storage, read> teacherLogits: array<f32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read_write> cache: array<f32>;

const NO_IMAGE = 0xffffffffu;

@compute @workgroup_size(64)
fn cacheLogits(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  let group = id.z;
  if (row >= BATCH) { return; }
  let image = order[group * BATCH + row];
  if (image == NO_IMAGE) { return; }
  let width = TO - FROM;
  let asked = (group * BATCH + row) * LOGITS + FROM;
  let kept = (group * COUNT + image) * width;
  for (var c = 0u; c < width; c++) { cache[kept + c] = teacherLogits[asked + c]; }
}
