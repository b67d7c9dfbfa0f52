// Which instruction set runs. The best one that this CPU has is chosen on first use; environment variable
// GODWIT_FORCE_ISA = baseline, avx2 or avx512 chooses another, GODWIT_GEMM = packed or eigen another matrix product.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/kernels/kernel_table.h"

namespace godwit::core {

// "baseline", "avx2", "avx512"
std::string_view IsaName(Isa isa);

// The set of that name, whether or not it runs here; nothing where there is none.
std::optional<Isa> ParseIsa(std::string_view name);

// The sets that this CPU and system can run, the best one last; never empty.
std::span<const Isa> AvailableIsas();

// What is wrong with the values of GODWIT_FORCE_ISA and GODWIT_GEMM, in one line for the user; empty if nothing is.
// Programs call it before any work, because the functions below throw std::runtime_error with this message.
std::string KernelOverrideError();

// The set that GODWIT_FORCE_ISA asks for; nothing where it is not set, or wrong.
std::optional<Isa> ForcedIsa();

// The set in use and its kernels. Thread-safe.
Isa ActiveIsa();
const KernelTable& Kernels();

// Requires an available set.
const KernelTable& KernelsOf(Isa isa);

// The matrix product of the set in use.
enum class GemmVariant { kPacked, kEigen };
GemmVariant ActiveGemmVariant();
const GemmKernels& ActiveGemm();

// While nothing else packs weights. Weights go on working with the set under which they were packed; whoever runs them
// at the moment may see sets mixed, which changes results by rounding alone. Requires an available set; throws
// std::invalid_argument otherwise.
void SetActiveIsa(Isa isa);
void SetActiveGemmVariant(GemmVariant variant);

}  // namespace godwit::core
