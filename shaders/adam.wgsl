// One Adam step of parameters, adamM and adamV [model, PARAMETERS] with gradients scaled by min(1, CLIP / norm); what is
// not trainable [PARAMETERS] stays as it is. Gradients in memory: weightUpdate is Adam without them.
override MODELS: u32;
override PARAMETERS: u32;
override BETA1: f32;
override BETA2: f32;
override EPSILON: f32;
override CLIP: f32;

@group(0) @binding(0) var<storage, read> gradients: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(1) var<storage, read> trainable: array<vec4u>; // [PARAMETERS]
@group(0) @binding(2) var<storage, read> norms: array<f32>; // [slot][MODELS]
@group(0) @binding(3) var<storage, read_write> parameters: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(4) var<storage, read_write> adamM: array<vec4f>; // [model][PARAMETERS]
@group(0) @binding(5) var<storage, read_write> adamV: array<vec4f>; // [model][PARAMETERS]
// epoch, first row in the epoch, rows that exist, slot of the norm
@group(1) @binding(0) var<uniform> batch: vec4u;
@group(1) @binding(1) var<uniform> adamStep: vec2f; // learning rate / (1 - BETA1^t), 1 / (1 - BETA2^t)

@compute @workgroup_size(64)
fn adam(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= PARAMETERS / 4u) { return; }
  let trains = trainable[id.x] != vec4u();
  if (!any(trains)) { return; }
  let at = id.z * (PARAMETERS / 4u) + id.x;
  let gradient = gradients[at] * min(1.0, CLIP / (norms[batch.w * MODELS + id.z] + 1e-9));
  let m = BETA1 * adamM[at] + (1.0 - BETA1) * gradient;
  let v = BETA2 * adamV[at] + (1.0 - BETA2) * gradient * gradient;
  adamM[at] = select(adamM[at], m, trains);
  adamV[at] = select(adamV[at], v, trains);
  parameters[at] -= select(vec4f(), m * adamStep.x / (sqrt(v * adamStep.y) + EPSILON), trains);
}
