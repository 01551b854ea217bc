// Unpacks the images of a batch: input [group, BATCH, IN] in [-1, 1] from bytes [image, IN]; 0 in rows without an image.
override BATCH: u32;
override IN: u32;

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read_write> input: array<vec4f>;

const NO_IMAGE = 0xffffffffu;

@compute @workgroup_size(64)
fn gatherImages(@builtin(global_invocation_id) id: vec3u) {
  let quads = IN / 4u;
  let quad = id.x;
  let row = id.z * BATCH + id.y;
  if (quad >= quads) { return; }
  let image = order[row];
  var pixels = vec4f(0.0);
  if (image != NO_IMAGE) { pixels = unpack4x8unorm(images[image * quads + quad]) * 2.0 - 1.0; }
  input[row * quads + quad] = pixels;
}
