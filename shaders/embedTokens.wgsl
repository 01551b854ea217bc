// hidden [model, ROWS, WIDTH] = SCALE * (embedding of the token + embedding of its position); a row is a position of a
// sequence of LENGTH. For whole sequences; embedNext embeds one position of each.
override ROWS: u32;
override LENGTH: u32;
override WIDTH: u32;
override PARAMETERS: u32;
override EMBEDDING: u32;
override POSITION: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> batchTokens: array<u32>; // [model][ROWS]
@group(0) @binding(2) var<storage, read_write> hidden: array<vec4f>; // [model][ROWS][WIDTH]

@compute @workgroup_size(64)
fn embedTokens(@builtin(global_invocation_id) id: vec3u) {
  let quads = WIDTH / 4u;
  let row = id.x / quads;
  let column = id.x % quads;
  let model = id.z;
  if (row >= ROWS) { return; }
  let token = batchTokens[model * ROWS + row];
  let own = parameters[(model * PARAMETERS + EMBEDDING) / 4u + token * quads + column];
  let place = parameters[(model * PARAMETERS + POSITION) / 4u + (row % LENGTH) * quads + column];
  hidden[(model * ROWS + row) * quads + column] = SCALE * (own + place);
}
