#include "core/kernels/dispatch.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <vector>

namespace godwit::core {

namespace kernels_baseline {
const KernelTable& Table();
}
namespace kernels_avx2 {
const KernelTable& Table();
}
namespace kernels_avx512 {
const KernelTable& Table();
}

namespace {

struct Set {
  Isa isa;
  std::string_view name;
  bool (*runs_here)();
  const KernelTable& (*table)();
};

// The order is from the least to the best. __builtin_cpu_supports asks the CPU, and whether the system saves the
// registers.
constexpr std::array<Set, 3> kSets = {{
    {Isa::kBaseline, "baseline", [] { return true; }, kernels_baseline::Table},
    {Isa::kAvx2, "avx2", [] { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; },
     kernels_avx2::Table},
    {Isa::kAvx512, "avx512",
     [] {
       return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
              __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
              __builtin_cpu_supports("fma") != 0;
     },
     kernels_avx512::Table},
}};

const Set& SetOf(Isa isa) { return *std::ranges::find(kSets, isa, &Set::isa); }

bool IsAvailable(Isa isa) { return std::ranges::find(AvailableIsas(), isa) != AvailableIsas().end(); }

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

struct Choice {
  Isa isa = Isa::kBaseline;
  GemmVariant gemm = GemmVariant::kPacked;
  std::string error;
};

std::string AvailableNames() {
  std::string names;
  for (const Isa isa : AvailableIsas()) {
    names += names.empty() ? "" : ", ";
    names += IsaName(isa);
  }
  return names;
}

Choice ReadEnvironment() {
  Choice choice;
  choice.isa = AvailableIsas().back();
  if (const std::string_view forced = Environment("GODWIT_FORCE_ISA"); !forced.empty()) {
    const std::optional<Isa> isa = ParseIsa(forced);
    if (!isa || !IsAvailable(*isa)) {
      choice.error = "GODWIT_FORCE_ISA=" + std::string(forced) +
                     (isa ? " is not available on this machine" : " names no instruction set") + "; use one of " +
                     AvailableNames() + ", or unset it";
      return choice;
    }
    choice.isa = *isa;
  }
  if (const std::string_view gemm = Environment("GODWIT_GEMM"); gemm == "eigen") {
    choice.gemm = GemmVariant::kEigen;
  } else if (!gemm.empty() && gemm != "packed") {
    choice.error = "GODWIT_GEMM=" + std::string(gemm) + " names no matrix product; use packed or eigen, or unset it";
  }
  return choice;
}

struct Active {
  std::atomic<const KernelTable*> table;
  std::atomic<GemmVariant> gemm;
};

Active& GetActive() {
  static Active active = [] {
    const Choice choice = ReadEnvironment();
    if (!choice.error.empty()) {
      throw std::runtime_error(choice.error);
    }
    return Active{&SetOf(choice.isa).table(), choice.gemm};
  }();
  return active;
}

}  // namespace

std::string_view IsaName(Isa isa) { return SetOf(isa).name; }

std::optional<Isa> ParseIsa(std::string_view name) {
  const auto* const set = std::ranges::find(kSets, name, &Set::name);
  return set == kSets.end() ? std::nullopt : std::optional(set->isa);
}

std::span<const Isa> AvailableIsas() {
  static const std::vector<Isa> available = [] {
    __builtin_cpu_init();
    std::vector<Isa> isas;
    for (const Set& set : kSets) {
      if (set.runs_here()) {
        isas.push_back(set.isa);
      }
    }
    return isas;
  }();
  return available;
}

std::string KernelOverrideError() { return ReadEnvironment().error; }

std::optional<Isa> ForcedIsa() {
  const std::optional<Isa> isa = ParseIsa(Environment("GODWIT_FORCE_ISA"));
  return isa && IsAvailable(*isa) ? isa : std::nullopt;
}

Isa ActiveIsa() { return Kernels().isa; }

const KernelTable& Kernels() { return *GetActive().table; }

const KernelTable& KernelsOf(Isa isa) {
  if (!IsAvailable(isa)) {
    throw std::invalid_argument(std::string(IsaName(isa)) + " is not available on this machine");
  }
  return SetOf(isa).table();
}

GemmVariant ActiveGemmVariant() { return GetActive().gemm; }

const GemmKernels& ActiveGemm() {
  return ActiveGemmVariant() == GemmVariant::kEigen ? Kernels().gemm_eigen_f32 : Kernels().gemm_packed_f32;
}

void SetActiveIsa(Isa isa) { GetActive().table = &KernelsOf(isa); }

void SetActiveGemmVariant(GemmVariant variant) { GetActive().gemm = variant; }

}  // namespace godwit::core
