// hidden [model, BATCH, WIDTH] = SCALE * (embedding of the token at decode.x + embedding of that position), one position
// of every sequence. Not for whole sequences (embedTokens).
override BATCH: u32;
override LENGTH: u32;
override WIDTH: u32;
override PARAMETERS: u32;
override EMBEDDING: u32;
override POSITION: u32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> sequences: array<u32>; // [model][BATCH][LENGTH]
@group(0) @binding(2) var<storage, read_write> hidden: array<vec4f>; // [model][BATCH][WIDTH]
// position, number of the first list
@group(1) @binding(0) var<uniform> decode: vec4u;

@compute @workgroup_size(64)
fn embedNext(@builtin(global_invocation_id) id: vec3u) {
  let quads = WIDTH / 4u;
  let row = id.x / quads;
  let column = id.x % quads;
  let model = id.z;
  if (row >= BATCH) { return; }
  let token = sequences[(model * BATCH + row) * LENGTH + decode.x];
  let own = parameters[(model * PARAMETERS + EMBEDDING) / 4u + token * quads + column];
  let place = parameters[(model * PARAMETERS + POSITION) / 4u + decode.x * quads + column];
  hidden[(model * BATCH + row) * quads + column] = SCALE * (own + place);
}
