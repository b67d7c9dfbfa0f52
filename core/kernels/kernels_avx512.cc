#define GODWIT_KERNELS kernels_avx512
#include "core/kernels/kernels.inl"
