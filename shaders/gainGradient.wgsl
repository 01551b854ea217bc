// The gain's part of gradients [model, PARAMETERS]: Σ_row hidden * scale * dNormed. One workgroup per four columns and
// model. The gradient of what is normed is rmsNormBackward.
override ROWS: u32;
override WIDTH: u32;
override PARAMETERS: u32;
override GAIN: u32;

@group(0) @binding(0) var<storage, read> hidden: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(1) var<storage, read> scales: array<f32>; // [model][ROWS]
@group(0) @binding(2) var<storage, read> dNormed: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(3) var<storage, read_write> gradients: array<vec4f>; // [model][PARAMETERS]

const THREADS = 64u;
var<workgroup> partial: array<vec4f, 64>;

@compute @workgroup_size(64)
fn gainGradient(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let quads = WIDTH / 4u;
  let column = workgroup.x;
  let model = workgroup.z;
  var sum = vec4f();
  for (var i = thread; i < ROWS; i += THREADS) {
    let row = model * ROWS + i;
    sum += scales[row] * hidden[row * quads + column] * dNormed[row * quads + column];
  }
  partial[thread] = sum;
  workgroupBarrier();
  // A tree of fixed order: the same bits every time.
  for (var width = THREADS / 2u; width > 0u; width /= 2u) {
    if (thread < width) { partial[thread] += partial[thread + width]; }
    workgroupBarrier();
  }
  if (thread == 0u) { gradients[(model * PARAMETERS + GAIN) / 4u + column] = partial[0]; }
}
