// Defines GODWIT_KERNELS::Table(), the kernels of the instruction set that the including file is compiled for.
//
// Functions of the same name compiled for different instruction sets must not meet in the linker: it keeps one copy,
// and that copy may crash an old CPU. Therefore all code is in unnamed namespaces, Eigen's namespace is renamed for
// each set (-DEigen=Eigen_avx2), nothing of the standard library that has a body is used, and the test
// kernels_symbols reads the objects and holds all this.
#include "core/kernels/depthwise.inl"
#include "core/kernels/elementwise.inl"
#include "core/kernels/gemm.inl"
#include "core/kernels/gradient.inl"
#include "core/kernels/peak.inl"

namespace godwit::core::GODWIT_KERNELS {

const KernelTable& Table() {
  static constexpr KernelTable kTable = {
      Vec::kLanes == 16  ? Isa::kAvx512
      : Vec::kLanes == 8 ? Isa::kAvx2
                         : Isa::kBaseline,
      Vec::kLanes,
      kGemmPacked,
      kGemmEigen,
      Depthwise3x3,
      Mean,
      Softmax,
      Sigmoid,
      Moments,
      Affine,
      GradientSums,
      AffineGradient,
      OuterProduct,
      DepthwiseFilterGradient,
      DepthwiseInputGradient,
      MultiplyAddChains,
  };
  return kTable;
}

}  // namespace godwit::core::GODWIT_KERNELS
