// hidden [model, ROWS, WIDTH] = residual + delta, then as rmsNorm: normed = hidden * scale * gain and scales [model, ROWS].
// The sum is here so that the matrix kernels know no residuals. One thread per row.
override ROWS: u32;
override WIDTH: u32;
override UNITS: u32;
override PARAMETERS: u32;
override GAIN: u32;
override EPSILON: f32;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> residual: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(2) var<storage, read> delta: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(3) var<storage, read_write> hidden: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(4) var<storage, read_write> normed: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(5) var<storage, read_write> scales: array<f32>; // [model][ROWS]

@compute @workgroup_size(64)
fn addRmsNorm(@builtin(global_invocation_id) id: vec3u) {
  let quads = WIDTH / 4u;
  let model = id.z;
  if (id.x >= ROWS) { return; }
  let row = model * ROWS + id.x;
  let at = row * quads;
  // Padding is 0 and adds nothing.
  var sum = vec4f();
  for (var i = 0u; i < quads; i++) {
    let x = residual[at + i] + delta[at + i];
    hidden[at + i] = x;
    sum += x * x;
  }
  let scale = 1.0 / sqrt(((sum.x + sum.y) + (sum.z + sum.w)) / f32(UNITS) + EPSILON);
  let gain = (model * PARAMETERS + GAIN) / 4u;
  for (var i = 0u; i < quads; i++) { normed[at + i] = hidden[at + i] * scale * parameters[gain + i]; }
  scales[row] = scale;
}
