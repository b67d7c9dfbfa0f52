// Means and the functions that turn logits into scores.
#include "core/kernels/kernel_table.h"
#include "core/kernels/simd.h"

namespace godwit::core {
namespace {

void Mean(const MeanTask& task) {
  const Vec scale = Broadcast(1.0F / static_cast<float>(task.height * task.width));
  for (std::ptrdiff_t c = 0; c < task.channels; c += Vec::kLanes) {
    Vec total = Broadcast(0.0F);
    for (std::ptrdiff_t y = 0; y < task.height; ++y) {
      // A sum for each row keeps the rounding of large maps small.
      Vec sum = Broadcast(0.0F);
      const float* in = task.in + y * task.row_stride + c;
      for (std::ptrdiff_t x = 0; x < task.width; ++x) {
        sum = Add(sum, Load(in + x * task.pixel_stride));
      }
      total = Add(total, sum);
    }
    const std::ptrdiff_t left = task.channels - c;
    StoreFirst(task.out + c, Mul(total, scale), left < Vec::kLanes ? left : Vec::kLanes);
  }
}

// exp(x) for x <= 0, to about 1 ulp; arguments below -87 give exp(-87) = 1.6e-38, as good as zero beside 1.
// x = n ln 2 + r with |r| <= ln 2 / 2; exp(r) is its Taylor polynomial of degree 7 (remainder below 6e-9); ln 2 is
// split in two (Cody and Waite) so that n ln 2 is exact where it matters.
inline Vec ExpOfNegative(Vec x) {
  x = Max(Broadcast(-87.0F), x);
  const Vec n = Round(Mul(x, Broadcast(1.44269504F)));
  Vec r = MulAdd(n, Broadcast(-0.693359375F), x);
  r = MulAdd(n, Broadcast(2.12194440e-4F), r);
  constexpr float kFactorials[] = {1.0F / 720, 1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F};
  Vec sum = Broadcast(1.0F / 5040);
  for (const float coefficient : kFactorials) {
    sum = MulAdd(sum, r, Broadcast(coefficient));
  }
  return Mul(sum, PowerOfTwo(n));
}

// 1 / (1 + exp(-x)) without overflow: with e = exp(-|x|) it is 1 / (1 + e), or e / (1 + e) for negative x.
inline Vec SigmoidOf(Vec x) {
  const Vec one = Broadcast(1.0F);
  const Vec e = ExpOfNegative(Sub(Broadcast(0.0F), Abs(x)));
  return Div(SelectNegative(x, e, one), Add(one, e));
}

void Sigmoid(float* values, std::ptrdiff_t count) {
  std::ptrdiff_t i = 0;
  for (; i + Vec::kLanes <= count; i += Vec::kLanes) {
    Store(values + i, SigmoidOf(Load(values + i)));
  }
  if (i < count) {
    StoreFirst(values + i, SigmoidOf(LoadFirst(values + i, count - i)), count - i);
  }
}

void Softmax(const float* in, std::ptrdiff_t count, float* out) {
  float largest = in[0];
  for (std::ptrdiff_t i = 1; i < count; ++i) {
    largest = in[i] > largest ? in[i] : largest;
  }
  // A sum for each lane, and one for the rest, keep the rounding of long vectors small.
  Vec lane_sums = Broadcast(0.0F);
  std::ptrdiff_t i = 0;
  for (; i + Vec::kLanes <= count; i += Vec::kLanes) {
    const Vec value = ExpOfNegative(Sub(Load(in + i), Broadcast(largest)));
    Store(out + i, value);
    lane_sums = Add(lane_sums, value);
  }
  float sum = 0.0F;
  if (i < count) {
    StoreFirst(out + i, ExpOfNegative(Sub(LoadFirst(in + i, count - i), Broadcast(largest))), count - i);
    for (; i < count; ++i) {
      sum += out[i];
    }
  }
  float lanes[Vec::kLanes];
  Store(lanes, lane_sums);
  for (const float lane : lanes) {
    sum += lane;
  }
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    out[k] /= sum;
  }
}

}  // namespace
}  // namespace godwit::core
