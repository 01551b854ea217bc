// dQkv [model, ROWS, 3, HEADS, HEAD] of attention. One thread per four positions, head, part of the head and side: it owns
// their query gradients, or their key and value gradients, so nothing is summed across threads. Probabilities come anew
// from logSumExp.
override ROWS: u32;
override LENGTH: u32;
override HEADS: u32;
override HEAD: u32;
override SCALE: f32;

// Threads hold 16 numbers of a head in named registers; wider heads are split into parts.
override PARTS = (HEAD + 15u) / 16u;

@group(0) @binding(0) var<storage, read> qkv: array<vec4f>; // [model][ROWS][3][HEADS][HEAD]
@group(0) @binding(1) var<storage, read> output: array<vec4f>; // [model][ROWS][HEADS][HEAD]
@group(0) @binding(2) var<storage, read> dOutput: array<vec4f>; // [model][ROWS][HEADS][HEAD]
@group(0) @binding(3) var<storage, read> logSumExp: array<f32>; // [model][ROWS][HEADS]
@group(0) @binding(4) var<storage, read_write> dQkv: array<vec4f>; // [model][ROWS][3][HEADS][HEAD]

// The vec4f of four rows, one row per column.
fn rows(at: vec4u) -> mat4x4f {
  return mat4x4f(qkv[at.x], qkv[at.y], qkv[at.z], qkv[at.w]);
}

fn gradientRows(at: vec4u) -> mat4x4f {
  return mat4x4f(dOutput[at.x], dOutput[at.y], dOutput[at.z], dOutput[at.w]);
}

// Sums of four rows and x, weighted row by row.
fn extend(sums: mat4x4f, x: vec4f, weight: vec4f) -> mat4x4f {
  return mat4x4f(sums[0] + x * weight.x, sums[1] + x * weight.y, sums[2] + x * weight.z, sums[3] + x * weight.w);
}

fn store(at: vec4u, exists: vec4<bool>, sums: mat4x4f) {
  dQkv[at.x] = sums[0];
  if (exists.y) { dQkv[at.y] = sums[1]; }
  if (exists.z) { dQkv[at.z] = sums[2]; }
  if (exists.w) { dQkv[at.w] = sums[3]; }
}

// dOutput · output of four rows, what the softmax takes off every derivative.
fn means(at: vec4u) -> vec4f {
  var sums = vec4f();
  for (var i = 0u; i < HEAD / 4u; i++) {
    let d = gradientRows(at + i);
    sums += vec4f(
      dot(d[0], output[at.x + i]), dot(d[1], output[at.y + i]), dot(d[2], output[at.z + i]), dot(d[3], output[at.w + i]));
  }
  return sums;
}

@compute @workgroup_size(64)
fn attentionBackward(@builtin(global_invocation_id) id: vec3u) {
  // Neighbors have the same positions, so that their loops are equally long.
  let part = select(id.x % PARTS, 0u, PARTS == 1u);
  let head = (id.x / PARTS) % HEADS;
  let sequence = (id.x / (PARTS * HEADS)) % (ROWS / LENGTH);
  let block = id.x / (PARTS * HEADS * (ROWS / LENGTH));
  let blocks = (LENGTH + 3u) / 4u;
  if (block >= 2u * blocks) { return; }
  let asQueries = block < blocks;
  let first = 4u * (block % blocks);
  let width = HEADS * HEAD / 4u;
  let start = id.z * ROWS + sequence * LENGTH;
  // Positions behind the end repeat the last one; they are not stored.
  let position = vec4u(first) + vec4u(0u, 1u, 2u, 3u);
  let exists = position < vec4u(LENGTH);
  let row = vec4u(start) + min(position, vec4u(LENGTH - 1u));
  let skipped = 4u * part;
  let lane = head * (HEAD / 4u) + skipped;
  let count = select(min(4u, HEAD / 4u - skipped), HEAD / 4u, PARTS == 1u);

  // a and b are queries and the gradients of their outputs, or keys and values.
  let ownA = row * (3u * width) + lane + select(width, 0u, asQueries);
  let ownB = select(ownA + width, row * width + lane, asQueries);
  var a0 = mat4x4f();
  var a1 = mat4x4f();
  var a2 = mat4x4f();
  var a3 = mat4x4f();
  var b0 = mat4x4f();
  var b1 = mat4x4f();
  var b2 = mat4x4f();
  var b3 = mat4x4f();
  // Here and at the end each matrix is passed on to the first name, because four copies of this code compile slowly.
  for (var i = 0u; i < 4u; i++) {
    a0 = a1;
    a1 = a2;
    a2 = a3;
    b0 = b1;
    b1 = b2;
    b2 = b3;
    if (i < count) {
      a3 = rows(ownA + i);
      if (asQueries) { b3 = gradientRows(ownB + i); } else { b3 = rows(ownB + i); }
    }
  }
  var ownSums = vec4f();
  var ownMeans = vec4f();
  if (asQueries) {
    let at = row * HEADS + head;
    ownSums = vec4f(logSumExp[at.x], logSumExp[at.y], logSumExp[at.z], logSumExp[at.w]);
    ownMeans = means(ownB - skipped);
  }

  // Queries meet the keys and values up to their position, keys and values the queries from theirs on.
  var dA0 = mat4x4f();
  var dA1 = mat4x4f();
  var dA2 = mat4x4f();
  var dA3 = mat4x4f();
  var dB0 = mat4x4f();
  var dB1 = mat4x4f();
  var dB2 = mat4x4f();
  var dB3 = mat4x4f();
  if (asQueries) {
    for (var j = 0u; j < min(first + 4u, LENGTH); j++) {
      let key = (start + j) * (3u * width) + width + lane;
      let value = key + width;
      let k0 = qkv[key];
      var k1 = vec4f();
      var k2 = vec4f();
      var k3 = vec4f();
      var score = k0 * a0;
      var pull = qkv[value] * b0;
      if (count > 1u) { k1 = qkv[key + 1u]; score += k1 * a1; pull += qkv[value + 1u] * b1; }
      if (count > 2u) { k2 = qkv[key + 2u]; score += k2 * a2; pull += qkv[value + 2u] * b2; }
      if (count > 3u) { k3 = qkv[key + 3u]; score += k3 * a3; pull += qkv[value + 3u] * b3; }
      if (PARTS > 1u) {
        for (var i = 0u; i < HEAD / 4u; i++) {
          if (i / 4u != part) {
            score += qkv[key + i - skipped] * rows(ownA + i - skipped);
            pull += qkv[value + i - skipped] * gradientRows(ownB + i - skipped);
          }
        }
      }
      let probability = select(vec4f(), exp(score * SCALE - ownSums), vec4u(j) <= position);
      let weight = probability * (pull - ownMeans) * SCALE;
      dA0 = extend(dA0, k0, weight);
      if (count > 1u) { dA1 = extend(dA1, k1, weight); }
      if (count > 2u) { dA2 = extend(dA2, k2, weight); }
      if (count > 3u) { dA3 = extend(dA3, k3, weight); }
    }
  } else {
    for (var i = first; i < LENGTH; i++) {
      let query = (start + i) * (3u * width) + lane;
      let answer = (start + i) * width + lane;
      let q0 = qkv[query];
      var q1 = vec4f();
      var q2 = vec4f();
      var q3 = vec4f();
      let d0 = dOutput[answer];
      var d1 = vec4f();
      var d2 = vec4f();
      var d3 = vec4f();
      var score = q0 * a0;
      var pull = d0 * b0;
      var products = d0 * output[answer];
      if (count > 1u) { q1 = qkv[query + 1u]; d1 = dOutput[answer + 1u]; score += q1 * a1; pull += d1 * b1; }
      if (count > 2u) { q2 = qkv[query + 2u]; d2 = dOutput[answer + 2u]; score += q2 * a2; pull += d2 * b2; }
      if (count > 3u) { q3 = qkv[query + 3u]; d3 = dOutput[answer + 3u]; score += q3 * a3; pull += d3 * b3; }
      if (count > 1u) { products += d1 * output[answer + 1u]; }
      if (count > 2u) { products += d2 * output[answer + 2u]; }
      if (count > 3u) { products += d3 * output[answer + 3u]; }
      if (PARTS > 1u) {
        for (var j = 0u; j < HEAD / 4u; j++) {
          if (j / 4u != part) {
            let d = dOutput[answer + j - skipped];
            score += qkv[query + j - skipped] * rows(ownA + j - skipped);
            pull += d * rows(ownB + j - skipped);
            products += d * output[answer + j - skipped];
          }
        }
      }
      let mean = (products.x + products.y) + (products.z + products.w);
      let sums = logSumExp[(start + i) * HEADS + head];
      let probability = select(vec4f(), exp(score * SCALE - sums), position <= vec4u(i));
      let weight = probability * (pull - mean) * SCALE;
      dA0 = extend(dA0, q0, weight);
      dB0 = extend(dB0, d0, probability);
      if (count > 1u) { dA1 = extend(dA1, q1, weight); dB1 = extend(dB1, d1, probability); }
      if (count > 2u) { dA2 = extend(dA2, q2, weight); dB2 = extend(dB2, d2, probability); }
      if (count > 3u) { dA3 = extend(dA3, q3, weight); dB3 = extend(dB3, d3, probability); }
    }
  }
  for (var i = 0u; i < count; i++) {
    store(ownA + i, exists, dA0);
    if (!asQueries) { store(ownB + i, exists, dB0); }
    dA0 = dA1;
    dA1 = dA2;
    dA2 = dA3;
    dB0 = dB1;
    dB1 = dB2;
    dB2 = dB3;
  }
}
