// A vector of floats of the instruction set that the including file is compiled for. Everything is in an unnamed
// namespace: the same names mean different code in different objects.
#pragma once

#include <immintrin.h>

#include <cstddef>

namespace godwit::core {
namespace {

#if defined(__AVX512F__)

struct Vec {
  static constexpr std::ptrdiff_t kLanes = 16;
  __m512 v;
};

inline Vec Load(const float* p) { return {_mm512_loadu_ps(p)}; }
inline void Store(float* p, Vec a) { _mm512_storeu_ps(p, a.v); }
inline Vec Broadcast(float x) { return {_mm512_set1_ps(x)}; }
inline Vec Add(Vec a, Vec b) { return {_mm512_add_ps(a.v, b.v)}; }
inline Vec Sub(Vec a, Vec b) { return {_mm512_sub_ps(a.v, b.v)}; }
inline Vec Mul(Vec a, Vec b) { return {_mm512_mul_ps(a.v, b.v)}; }
inline Vec Div(Vec a, Vec b) { return {_mm512_div_ps(a.v, b.v)}; }
inline Vec MulAdd(Vec a, Vec b, Vec c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
inline Vec Min(Vec a, Vec b) { return {_mm512_min_ps(a.v, b.v)}; }
inline Vec Max(Vec a, Vec b) { return {_mm512_max_ps(a.v, b.v)}; }
inline Vec Abs(Vec a) { return {_mm512_abs_ps(a.v)}; }
inline Vec SelectNegative(Vec sign, Vec negative, Vec other) {
  const __mmask16 mask = _mm512_cmp_ps_mask(sign.v, _mm512_setzero_ps(), _CMP_LT_OQ);
  return {_mm512_mask_blend_ps(mask, other.v, negative.v)};
}
inline Vec WhereInside(Vec a, Vec low, Vec high, Vec value) {
  const __mmask16 above = _mm512_cmp_ps_mask(a.v, low.v, _CMP_GT_OQ);
  return {_mm512_maskz_mov_ps(_mm512_mask_cmp_ps_mask(above, a.v, high.v, _CMP_LT_OQ), value.v)};
}
inline Vec Round(Vec a) { return {_mm512_cvtepi32_ps(_mm512_cvtps_epi32(a.v))}; }
inline Vec PowerOfTwo(Vec whole) {
  const __m512i biased = _mm512_add_epi32(_mm512_cvtps_epi32(whole.v), _mm512_set1_epi32(127));
  return {_mm512_castsi512_ps(_mm512_slli_epi32(biased, 23))};
}
inline __mmask16 FirstMask(std::ptrdiff_t count) { return static_cast<__mmask16>((1U << count) - 1U); }
inline Vec LoadFirst(const float* p, std::ptrdiff_t count) { return {_mm512_maskz_loadu_ps(FirstMask(count), p)}; }
inline void StoreFirst(float* p, Vec a, std::ptrdiff_t count) { _mm512_mask_storeu_ps(p, FirstMask(count), a.v); }

#elif defined(__AVX2__)

struct Vec {
  static constexpr std::ptrdiff_t kLanes = 8;
  __m256 v;
};

inline Vec Load(const float* p) { return {_mm256_loadu_ps(p)}; }
inline void Store(float* p, Vec a) { _mm256_storeu_ps(p, a.v); }
inline Vec Broadcast(float x) { return {_mm256_set1_ps(x)}; }
inline Vec Add(Vec a, Vec b) { return {_mm256_add_ps(a.v, b.v)}; }
inline Vec Sub(Vec a, Vec b) { return {_mm256_sub_ps(a.v, b.v)}; }
inline Vec Mul(Vec a, Vec b) { return {_mm256_mul_ps(a.v, b.v)}; }
inline Vec Div(Vec a, Vec b) { return {_mm256_div_ps(a.v, b.v)}; }
inline Vec MulAdd(Vec a, Vec b, Vec c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
inline Vec Min(Vec a, Vec b) { return {_mm256_min_ps(a.v, b.v)}; }
inline Vec Max(Vec a, Vec b) { return {_mm256_max_ps(a.v, b.v)}; }
inline Vec Abs(Vec a) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0F), a.v)}; }
inline Vec SelectNegative(Vec sign, Vec negative, Vec other) {
  return {_mm256_blendv_ps(other.v, negative.v, _mm256_cmp_ps(sign.v, _mm256_setzero_ps(), _CMP_LT_OQ))};
}
inline Vec WhereInside(Vec a, Vec low, Vec high, Vec value) {
  const __m256 inside = _mm256_and_ps(_mm256_cmp_ps(a.v, low.v, _CMP_GT_OQ), _mm256_cmp_ps(a.v, high.v, _CMP_LT_OQ));
  return {_mm256_and_ps(inside, value.v)};
}
inline Vec Round(Vec a) { return {_mm256_cvtepi32_ps(_mm256_cvtps_epi32(a.v))}; }
inline Vec PowerOfTwo(Vec whole) {
  const __m256i biased = _mm256_add_epi32(_mm256_cvtps_epi32(whole.v), _mm256_set1_epi32(127));
  return {_mm256_castsi256_ps(_mm256_slli_epi32(biased, 23))};
}
inline __m256i FirstMask(std::ptrdiff_t count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
inline Vec LoadFirst(const float* p, std::ptrdiff_t count) { return {_mm256_maskload_ps(p, FirstMask(count))}; }
inline void StoreFirst(float* p, Vec a, std::ptrdiff_t count) { _mm256_maskstore_ps(p, FirstMask(count), a.v); }

#else

struct Vec {
  static constexpr std::ptrdiff_t kLanes = 4;
  __m128 v;
};

inline Vec Load(const float* p) { return {_mm_loadu_ps(p)}; }
inline void Store(float* p, Vec a) { _mm_storeu_ps(p, a.v); }
inline Vec Broadcast(float x) { return {_mm_set1_ps(x)}; }
inline Vec Add(Vec a, Vec b) { return {_mm_add_ps(a.v, b.v)}; }
inline Vec Sub(Vec a, Vec b) { return {_mm_sub_ps(a.v, b.v)}; }
inline Vec Mul(Vec a, Vec b) { return {_mm_mul_ps(a.v, b.v)}; }
inline Vec Div(Vec a, Vec b) { return {_mm_div_ps(a.v, b.v)}; }
inline Vec MulAdd(Vec a, Vec b, Vec c) { return Add(Mul(a, b), c); }
inline Vec Min(Vec a, Vec b) { return {_mm_min_ps(a.v, b.v)}; }
inline Vec Max(Vec a, Vec b) { return {_mm_max_ps(a.v, b.v)}; }
inline Vec Abs(Vec a) { return {_mm_andnot_ps(_mm_set1_ps(-0.0F), a.v)}; }
inline Vec SelectNegative(Vec sign, Vec negative, Vec other) {
  const __m128 mask = _mm_cmplt_ps(sign.v, _mm_setzero_ps());
  return {_mm_or_ps(_mm_and_ps(mask, negative.v), _mm_andnot_ps(mask, other.v))};
}
inline Vec WhereInside(Vec a, Vec low, Vec high, Vec value) {
  const __m128 inside = _mm_and_ps(_mm_cmpgt_ps(a.v, low.v), _mm_cmplt_ps(a.v, high.v));
  return {_mm_and_ps(inside, value.v)};
}
inline Vec Round(Vec a) { return {_mm_cvtepi32_ps(_mm_cvtps_epi32(a.v))}; }
inline Vec PowerOfTwo(Vec whole) {
  const __m128i biased = _mm_add_epi32(_mm_cvtps_epi32(whole.v), _mm_set1_epi32(127));
  return {_mm_castsi128_ps(_mm_slli_epi32(biased, 23))};
}
inline Vec LoadFirst(const float* p, std::ptrdiff_t count) {
  alignas(16) float padded[4] = {};
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    padded[i] = p[i];
  }
  return {_mm_load_ps(padded)};
}
inline void StoreFirst(float* p, Vec a, std::ptrdiff_t count) {
  alignas(16) float values[4];
  _mm_store_ps(values, a.v);
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    p[i] = values[i];
  }
}

#endif

// x86 min and max return their second operand where one is NaN: in this order a NaN sum stays NaN.
inline Vec Clamp(Vec a, Vec low, Vec high) { return Min(high, Max(low, a)); }

}  // namespace
}  // namespace godwit::core
