// One step of gradient descent: parameters [model, PARAMETERS] -= learning rate * gradients * min(1, CLIP / norm); what is
// not trainable [PARAMETERS] stays as it is.
override MODELS: u32;
override PARAMETERS: u32;
override CLIP: f32;

@group(0) @binding(0) var<storage, read> gradients: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> trainable: array<vec4u>; // [PARAMETERS]
@group(0) @binding(2) var<storage, read> norms: array<f32>; // [slot][MODELS]
@group(0) @binding(3) var<storage, read_write> parameters: array<vec4f>; // [model][PARAMETERS]
// epoch, first row in the epoch, rows that exist, slot of the norm
@group(1) @binding(0) var<uniform> batch: vec4u;
@group(1) @binding(1) var<uniform> adamStep: vec2f; // learning rate, 0

@compute @workgroup_size(64)
fn sgd(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= PARAMETERS / 4u) { return; }
  let at = id.z * (PARAMETERS / 4u) + id.x;
  let rate = adamStep.x * min(1.0, CLIP / (norms[batch.w * MODELS + id.z] + 1e-9));
  parameters[at] -= select(vec4f(), rate * gradients[at], trainable[id.x] != vec4u());
}
