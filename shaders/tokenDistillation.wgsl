// KL(teacher‖student) between softmaxes over tokens FROM … TO-1 at the counted positions: dLogits [model, ROWS, LOGITS],
// divided by the counted positions of the model and 0 elsewhere, and rowLosses [model, ROWS]. One thread per row.
override ROWS: u32;
override LOGITS: u32;
override FROM: u32;
override TO: u32;

@group(0) @binding(0) var<storage, read> teacherLogits: array<vec4f>; // [model][ROWS][LOGITS]
@group(0) @binding(1) var<storage, read> logits: array<vec4f>; // [model][ROWS][LOGITS]
@group(0) @binding(2) var<storage, read> batchTargets: array<u32>; // [model][ROWS]
@group(0) @binding(3) var<storage, read> counted: array<u32>; // [model]
@group(0) @binding(4) var<storage, read_write> dLogits: array<vec4f>; // [model][ROWS][LOGITS]
@group(0) @binding(5) var<storage, read_write> rowLosses: array<f32>; // [model][ROWS]

const LOWEST = -3.4e38;

// Which of four columns take part.
fn inside(i: u32) -> vec4<bool> {
  let column = vec4u(4u * i) + vec4u(0u, 1u, 2u, 3u);
  return (column >= vec4u(FROM)) & (column < vec4u(TO));
}

fn largestOf(x: vec4f) -> f32 {
  return max(max(x.x, x.y), max(x.z, x.w));
}

fn sumOf(x: vec4f) -> f32 {
  return (x.x + x.y) + (x.z + x.w);
}

// One term of the KL divergence, p (x - 1) + q for x = log(p / q). Its sum is Σ p x, as p and q both sum to 1, but no term
// is negative, so that nothing cancels when the student is close to its teacher. Where x is small p (x - 1) + q itself
// would cancel; there it is p (x - 1 + exp(-x)) as a series.
fn divergence(p: vec4f, q: vec4f, x: vec4f) -> vec4f {
  let series =
    p * x * x * (0.5 - x * (1.0 / 6.0 - x * (1.0 / 24.0 - x * (1.0 / 120.0 - x * (1.0 / 720.0 - x / 5040.0)))));
  return select(series, p * (x - 1.0) + q, abs(x) > vec4f(0.25));
}

@compute @workgroup_size(64)
fn tokenDistillation(@builtin(global_invocation_id) id: vec3u) {
  let quads = LOGITS / 4u;
  let model = id.z;
  if (id.x >= ROWS) { return; }
  let row = model * ROWS + id.x;
  let at = row * quads;
  for (var i = 0u; i < quads; i++) { dLogits[at + i] = vec4f(); }
  if (batchTargets[row] == 0u) {
    rowLosses[row] = 0.0;
    return;
  }
  let first = FROM / 4u;
  let end = (TO + 3u) / 4u;
  var teacherHigh = vec4f(LOWEST);
  var high = vec4f(LOWEST);
  for (var i = first; i < end; i++) {
    teacherHigh = max(teacherHigh, select(vec4f(LOWEST), teacherLogits[at + i], inside(i)));
    high = max(high, select(vec4f(LOWEST), logits[at + i], inside(i)));
  }
  let teacherLargest = largestOf(teacherHigh);
  let largest = largestOf(high);
  var teacherSum = vec4f();
  var sum = vec4f();
  for (var i = first; i < end; i++) {
    teacherSum += select(vec4f(), exp(teacherLogits[at + i] - teacherLargest), inside(i));
    sum += select(vec4f(), exp(logits[at + i] - largest), inside(i));
  }
  let teacherTotal = sumOf(teacherSum);
  let total = sumOf(sum);
  let shift = (largest - teacherLargest) + log(total / teacherTotal);
  let share = 1.0 / f32(counted[model]);
  var loss = vec4f();
  for (var i = first; i < end; i++) {
    let p = exp(teacherLogits[at + i] - teacherLargest) / teacherTotal;
    let q = exp(logits[at + i] - largest) / total;
    loss += select(vec4f(), divergence(p, q, teacherLogits[at + i] - logits[at + i] + shift), inside(i));
    dLogits[at + i] = select(vec4f(), (q - p) * share, inside(i));
  }
  rowLosses[row] = sumOf(loss);
}
