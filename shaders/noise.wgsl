// Noise images of a batch: input [group, BATCH, IN], uniform in [-1, 1) or normal with the same spread, from
// (seed, image, pixel) alone; 0 in rows without an image and in pixels from INPUTS on. Blurred noise is blurredNoise.
override BATCH: u32;
override IN: u32;
override INPUTS: u32;
override STREAM: u32;
override NORMAL: bool;

@group(0) @binding(0) var<storage, read> seeds: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read_write> input: array<vec4f>;

const NO_IMAGE = 0xffffffffu;
const NOISE_STD = 0.57735026919;

fn pcg4d(seed: vec4u) -> vec4u {
  var v = seed * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

// Twin of `standardNormal` in random.ts (Wichura's PPND7).
fn standardNormal(bits: u32) -> f32 {
  // Centered before it becomes a float, so that the middle keeps its precision.
  let q = (f32(bitcast<i32>(bits ^ 0x80000000u)) + 0.5) * exp2(-32.0);
  if (abs(q) <= 0.425) {
    let r = 0.180625 - q * q;
    return q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
      / (((67.18756360 * r + 78.757757664) * r + 17.895169469) * r + 1.0);
  }
  let tail = (f32(select(~bits, bits, q < 0.0)) + 0.5) * exp2(-32.0);
  let r = sqrt(-log(tail)) - 1.6;
  let magnitude = (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777)
    / ((0.12021132975 * r + 0.7370016425) * r + 1.0);
  return select(magnitude, -magnitude, q < 0.0);
}

fn symmetricUniform(bits: vec4u) -> vec4f {
  return vec4f(bits >> vec4u(8u)) * exp2(-23.0) - 1.0;
}

@compute @workgroup_size(64)
fn noise(@builtin(global_invocation_id) id: vec3u) {
  let quads = IN / 4u;
  let quad = id.x;
  let row = id.z * BATCH + id.y;
  if (quad >= quads) { return; }
  let image = order[row];
  var pixels = vec4f(0.0);
  if (image != NO_IMAGE) {
    let bits = pcg4d(vec4u(seeds[id.z], STREAM, image, quad));
    if (NORMAL) {
      pixels = NOISE_STD * vec4f(standardNormal(bits.x), standardNormal(bits.y), standardNormal(bits.z), standardNormal(bits.w));
    } else {
      pixels = symmetricUniform(bits);
    }
    let pixel = vec4u(4u * quad) + vec4u(0u, 1u, 2u, 3u);
    pixels = select(vec4f(0.0), pixels, pixel < vec4u(INPUTS));
  }
  input[row * quads + quad] = pixels;
}
