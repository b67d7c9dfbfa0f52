// What every JavaScript peer prints.
function report(times, scores) {
  times.sort((a, b) => a - b);
  const top = scores === undefined ? 0 : scores.indexOf(Math.max(...scores));
  const score = scores === undefined ? 0 : scores[top];
  console.log(`median_ms=${times[times.length >> 1].toFixed(5)} min_ms=${times[0].toFixed(5)} top=${top} ` +
              `score=${score.toFixed(6)}`);
}

// The input of every peer: (height, width, 3), values in [-1, 1].
function pixel(index) {
  return (index * 7919) % 256 / 127.5 - 1;
}

module.exports = {report, pixel, kWarmUp: 10};
