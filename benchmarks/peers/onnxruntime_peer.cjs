// ONNX Runtime by its npm package: node onnxruntime_peer.cjs MODEL(without .onnx) THREADS RUNS
//
// What a call costs by itself (JavaScript, a task of node's thread pool, tensors in and out) is the median time of an
// identity model of the same input, measured here in turns with the network, and taken off. The identity runs on one
// thread: a second pool of spinning threads would be in the network's way.
const {report, pixel, kWarmUp} = require('./report.cjs');
const {createRequire} = require('node:module');
const ort = createRequire(process.env.PEERS_NODE + '/')('onnxruntime-node');

(async () => {
  const [name, threads, runs] = process.argv.slice(2);
  const side = Number(name.split('-').pop());
  const create = (file, count) => ort.InferenceSession.create(
      file, {intraOpNumThreads: count, interOpNumThreads: 1, executionMode: 'sequential'});
  const network = await create(name + '.onnx', Number(threads));
  const identity = await create(name + '.identity.onnx', 1);
  const data = new Float32Array(3 * side * side);
  for (let i = 0; i < side * side; ++i) {
    for (let channel = 0; channel < 3; ++channel) {
      data[channel * side * side + i] = pixel(3 * i + channel);
    }
  }
  const feeds = {x: new ort.Tensor('float32', data, [1, 3, side, side])};
  const times = [];
  const callTimes = [];
  let scores;
  for (let run = -kWarmUp; run < Number(runs); ++run) {
    const start = performance.now();
    await identity.run(feeds);
    const between = performance.now();
    scores = (await network.run(feeds)).y.data;
    const end = performance.now();
    if (run >= 0) {
      callTimes.push(between - start);
      times.push(end - between);
    }
  }
  callTimes.sort((a, b) => a - b);
  const call = callTimes[callTimes.length >> 1];
  report(times.map((time) => time - call), Array.from(scores));
})();
