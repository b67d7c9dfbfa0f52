// tfjs with its WebAssembly backend, one thread: node tfjs_peer.cjs MODEL(without .txt) 1 RUNS
// or, for the COCO detector: node tfjs_peer.cjs FOLDER/model.json 1 RUNS
const fs = require('node:fs');
const path = require('node:path');
const {report, pixel, kWarmUp} = require('./report.cjs');
const {createRequire} = require('node:module');
const load = createRequire(process.env.PEERS_NODE + '/');
const tf = load('@tensorflow/tfjs');
const wasm = load('@tensorflow/tfjs-backend-wasm');

// A function from the input to the scores, made from the layer list.
function readNetwork(name) {
  const bytes = fs.readFileSync(name + '.bin');
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let at = 0;
  const take = (...shape) => {
    const count = shape.reduce((a, b) => a * b);
    return tf.tensor(floats.slice(at, at += count), shape);
  };
  const lines = fs.readFileSync(name + '.txt', 'utf8').trim().split('\n').map((line) => line.split(' '));
  const side = Number(lines[0][1]);
  const layers = lines.slice(1).map(([kind, ...rest]) => {
    const [channels, second, third] = rest.map(Number);
    if (kind === 'linear') {
      const filter = take(second, channels).transpose();
      const bias = take(second);
      return (x) => tf.fused.matMul({a: x.mean([1, 2]), b: filter, bias}).softmax();
    }
    const conv2d = kind === 'depthwise' ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
    const filter = kind === 'depthwise'   ? take(3, 3, channels, 1)
                   : kind === 'pointwise' ? take(second, 1, 1, channels).transpose([1, 2, 3, 0])
                                          : take(second, 3, 3, channels).transpose([1, 2, 3, 0]);
    const bias = take(kind === 'depthwise' ? channels : second);
    const strides = kind === 'depthwise' ? second : kind === 'pointwise' ? 1 : third;
    const pad = kind === 'pointwise' ? 0 : 1;
    return (x) => conv2d({x, filter, strides, pad, bias, activation: 'relu6'});
  });
  const input = tf.tensor(Float32Array.from({length: 3 * side * side}, (_, i) => pixel(i)), [1, side, side, 3]);
  return () => tf.tidy(() => layers.reduce((x, layer) => layer(x), input));
}

async function readDetector(file) {
  const model = JSON.parse(fs.readFileSync(file, 'utf8'));
  const [group] = model.weightsManifest;
  const all = Buffer.concat(group.paths.map((name) => fs.readFileSync(path.join(path.dirname(file), name))));
  const network = await tf.loadGraphModel({
    load: async () => ({
      modelTopology: model.modelTopology,
      weightSpecs: group.weights,
      weightData: all.buffer.slice(all.byteOffset, all.byteOffset + all.length),
    }),
  });
  const input = tf.zeros([1, 300, 300, 3], 'int32');
  return () => network.executeAsync(input);
}

(async () => {
  const [name, threads, runs] = process.argv.slice(2);
  wasm.setWasmPaths(path.dirname(load.resolve('@tensorflow/tfjs-backend-wasm')) + '/');
  wasm.setThreadsCount(Number(threads));
  await tf.setBackend('wasm');
  await tf.ready();
  const isDetector = name.endsWith('.json');
  const network = isDetector ? await readDetector(name) : readNetwork(name);
  const times = [];
  let scores;
  for (let run = -kWarmUp; run < Number(runs); ++run) {
    const start = performance.now();
    const outputs = [await network()].flat();
    const values = await Promise.all(outputs.map((output) => output.data()));
    const end = performance.now();
    outputs.forEach((output) => output.dispose());
    if (run >= 0) {
      times.push(end - start);
    }
    scores = isDetector ? undefined : Array.from(values[0]);
  }
  report(times, scores);
})();
