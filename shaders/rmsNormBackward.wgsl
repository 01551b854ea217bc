// dHidden [model, ROWS, WIDTH] of rmsNorm: scale * (g - hidden * scale² * mean(g * hidden)) with g = gain * dNormed; added
// to what is there if ACCUMULATE. One thread per row. The gain's own gradient is gainGradient.
override ROWS: u32;
override WIDTH: u32;
override UNITS: u32;
override PARAMETERS: u32;
override GAIN: u32;
override ACCUMULATE: bool;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> hidden: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(2) var<storage, read> scales: array<f32>; // [model][ROWS]
@group(0) @binding(3) var<storage, read> dNormed: array<vec4f>; // [model][ROWS][WIDTH]
@group(0) @binding(4) var<storage, read_write> dHidden: array<vec4f>; // [model][ROWS][WIDTH]

@compute @workgroup_size(64)
fn rmsNormBackward(@builtin(global_invocation_id) id: vec3u) {
  let quads = WIDTH / 4u;
  let model = id.z;
  if (id.x >= ROWS) { return; }
  let row = model * ROWS + id.x;
  let at = row * quads;
  let gain = (model * PARAMETERS + GAIN) / 4u;
  var sum = vec4f();
  for (var i = 0u; i < quads; i++) { sum += parameters[gain + i] * dNormed[at + i] * hidden[at + i]; }
  let scale = scales[row];
  let pull = scale * scale * ((sum.x + sum.y) + (sum.z + sum.w)) / f32(UNITS);
  for (var i = 0u; i < quads; i++) {
    var gradient = scale * (parameters[gain + i] * dNormed[at + i] - pull * hidden[at + i]);
    if (ACCUMULATE) { gradient += dHidden[at + i]; }
    dHidden[at + i] = gradient;
  }
}
