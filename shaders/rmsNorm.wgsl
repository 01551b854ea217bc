// normed [model, ROWS, WIDTH] = hidden * scale * gain and scales [model, ROWS] = 1 / sqrt(mean square + EPSILON), the mean
// over the UNITS columns that are no padding. One thread per row. addRmsNorm adds a residual first.
override ROWS: u32;
override WIDTH: u32;
override UNITS: u32;
override PARAMETERS: u32;
override GAIN: u32;
override EPSILON: f32;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> hidden: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(2) var<storage, read_write> normed: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(3) var<storage, read_write> scales: array<f32>; // [model][ROWS]

@compute @workgroup_size(64)
fn rmsNorm(@builtin(global_invocation_id) id: vec3u) {
  let quads = WIDTH / 4u;
  let model = id.z;
  if (id.x >= ROWS) { return; }
  let row = model * ROWS + id.x;
  let at = row * quads;
  // Padding is 0 and adds nothing.
  var sum = vec4f();
  for (var i = 0u; i < quads; i++) {
    let x = hidden[at + i];
    sum += x * x;
  }
  let scale = 1.0 / sqrt(((sum.x + sum.y) + (sum.z + sum.w)) / f32(UNITS) + EPSILON);
  let gain = (model * PARAMETERS + GAIN) / 4u;
  for (var i = 0u; i < quads; i++) { normed[at + i] = hidden[at + i] * scale * parameters[gain + i]; }
  scales[row] = scale;
}
