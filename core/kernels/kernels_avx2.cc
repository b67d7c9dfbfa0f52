#define GODWIT_KERNELS kernels_avx2
#include "core/kernels/kernels.inl"
