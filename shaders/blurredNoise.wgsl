// Uniform noise images of a batch, blurred by 2 pixels and scaled back to the spread of the uniform noise:
// input [group, BATCH, IN]; 0 in rows without an image. One workgroup makes one image of SIDE x SIDE pixels.
override BATCH: u32;
override IN: u32;
override STREAM: u32;
override SIDE: u32;

@group(0) @binding(0) var<storage, read> seeds: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read_write> input: array<f32>;

const NO_IMAGE = 0xffffffffu;
const THREADS = 64u;
const RADIUS = 6u;
// exp(-k²/8), k = 0 … 6; twin: BLUR_WEIGHTS in noise.ts.
const WEIGHTS = array<f32, 7>(1.0, 0.8824969026, 0.6065306597, 0.3246524674, 0.1353352832, 0.0439369336, 0.0111089965);
// The norm of all thirteen weights, so that blurring in one direction keeps the variance.
const NORM = 1.8827899254;

var<workgroup> sharp: array<f32, 1024>;
var<workgroup> smeared: array<f32, 1024>;

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

@compute @workgroup_size(64)
fn blurredNoise(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = workgroup.z * BATCH + workgroup.y;
  let image = order[row];
  let pixels = SIDE * SIDE;
  for (var quad = thread; quad < (pixels + 3u) / 4u; quad += THREADS) {
    let bits = pcg4d(vec4u(seeds[workgroup.z], STREAM, image, quad));
    let values = vec4f(bits >> vec4u(8u)) * exp2(-23.0) - 1.0;
    sharp[4u * quad] = values.x;
    sharp[4u * quad + 1u] = values.y;
    sharp[4u * quad + 2u] = values.z;
    sharp[4u * quad + 3u] = values.w;
  }
  workgroupBarrier();
  for (var pixel = thread; pixel < pixels; pixel += THREADS) {
    let start = pixel / SIDE * SIDE;
    let x = pixel % SIDE;
    var sum = WEIGHTS[0] * sharp[pixel];
    for (var k = 1u; k <= RADIUS; k++) {
      sum += WEIGHTS[k] * (sharp[start + (x + k) % SIDE] + sharp[start + (x + SIDE - k) % SIDE]);
    }
    smeared[pixel] = sum / NORM;
  }
  workgroupBarrier();
  for (var i = thread; i < IN; i += THREADS) {
    var value = 0.0;
    if (i < pixels && image != NO_IMAGE) {
      let x = i % SIDE;
      let y = i / SIDE;
      value = WEIGHTS[0] * smeared[i];
      for (var k = 1u; k <= RADIUS; k++) {
        value += WEIGHTS[k] * (smeared[(y + k) % SIDE * SIDE + x] + smeared[(y + SIDE - k) % SIDE * SIDE + x]);
      }
      value = value / NORM;
    }
    input[row * IN + i] = value;
  }
}
