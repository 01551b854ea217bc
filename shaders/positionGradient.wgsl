// The positions' part of gradients [model, PARAMETERS]: SCALE * Σ_sequence dHidden at each of the LENGTH positions; those of
// later positions are left alone. One thread per position and four columns.
override BATCH: u32;
override LENGTH: u32;
override WIDTH: u32;
override PARAMETERS: u32;
override POSITION: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> dHidden: array<vec4f>; // [model][BATCH][LENGTH][WIDTH]
@group(0) @binding(1) var<storage, read_write> gradients: array<vec4f>; // [model][PARAMETERS]

@compute @workgroup_size(64)
fn positionGradient(@builtin(global_invocation_id) id: vec3u) {
  let size = LENGTH * WIDTH / 4u;
  let model = id.z;
  if (id.x >= size) { return; }
  var sum = vec4f();
  for (var sequence = 0u; sequence < BATCH; sequence++) { sum += dHidden[(model * BATCH + sequence) * size + id.x]; }
  gradients[(model * PARAMETERS + POSITION) / 4u + id.x] = SCALE * sum;
}
