#define GODWIT_KERNELS kernels_baseline
#include "core/kernels/kernels.inl"
