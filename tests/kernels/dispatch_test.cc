// The choice of kernels is made once in a process: what the environment does to it is tried in child processes.
#include "core/kernels/dispatch.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

namespace godwit::core {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// Sets an environment variable for the lifetime of the object.
class ScopedEnvironment {
 public:
  ScopedEnvironment(const char* name, const char* value) : name_(name) {
    const char* before = std::getenv(name);
    had_ = before != nullptr;
    before_ = had_ ? before : "";
    ::setenv(name, value, 1);
  }
  ~ScopedEnvironment() { had_ ? ::setenv(name_, before_.c_str(), 1) : ::unsetenv(name_); }
  ScopedEnvironment(const ScopedEnvironment&) = delete;
  ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;

 private:
  const char* name_;
  bool had_;
  std::string before_;
};

TEST(Dispatch, KnowsTheSetsOfThisMachineInOrder) {
  EXPECT_THAT(AvailableIsas(), Contains(Isa::kBaseline));
  EXPECT_TRUE(std::ranges::is_sorted(AvailableIsas()));
  for (const Isa isa : AvailableIsas()) {
    EXPECT_EQ(KernelsOf(isa).isa, isa);
  }
}

TEST(Dispatch, KnowsSetsByName) {
  for (const Isa isa : AvailableIsas()) {
    EXPECT_EQ(ParseIsa(IsaName(isa)), isa);
    const ScopedEnvironment forced("GODWIT_FORCE_ISA", std::string(IsaName(isa)).c_str());
    EXPECT_EQ(ForcedIsa(), isa);
  }
  EXPECT_EQ(ParseIsa("AVX2"), std::nullopt);
  EXPECT_EQ(ParseIsa(""), std::nullopt);
  const ScopedEnvironment wrong("GODWIT_FORCE_ISA", "mmx");
  EXPECT_EQ(ForcedIsa(), std::nullopt);
}

TEST(Dispatch, SwitchesSetsForTests) {
  const Isa before = ActiveIsa();
  for (const Isa isa : AvailableIsas()) {
    SetActiveIsa(isa);
    EXPECT_EQ(ActiveIsa(), isa);
    EXPECT_EQ(&Kernels(), &KernelsOf(isa));
    SetActiveGemmVariant(GemmVariant::kEigen);
    EXPECT_EQ(&ActiveGemm(), &Kernels().gemm_eigen_f32);
    SetActiveGemmVariant(GemmVariant::kPacked);
    EXPECT_EQ(&ActiveGemm(), &Kernels().gemm_packed_f32);
  }
  SetActiveIsa(before);
}

TEST(Dispatch, RefusesASetThatThisMachineLacks) {
  if (AvailableIsas().size() == 3) {
    GTEST_SKIP() << "this machine has all instruction sets";
  }
  EXPECT_THROW(SetActiveIsa(Isa::kAvx512), std::invalid_argument);
}

TEST(Dispatch, AcceptsGoodOverrides) {
  for (const Isa isa : AvailableIsas()) {
    const ScopedEnvironment environment("GODWIT_FORCE_ISA", std::string(IsaName(isa)).c_str());
    EXPECT_THAT(KernelOverrideError(), IsEmpty());
  }
  const ScopedEnvironment empty("GODWIT_FORCE_ISA", "");
  const ScopedEnvironment gemm("GODWIT_GEMM", "eigen");
  EXPECT_THAT(KernelOverrideError(), IsEmpty());
}

TEST(Dispatch, ExplainsBadOverrides) {
  {
    const ScopedEnvironment environment("GODWIT_FORCE_ISA", "neon");
    EXPECT_THAT(KernelOverrideError(), HasSubstr("GODWIT_FORCE_ISA=neon"));
    EXPECT_THAT(KernelOverrideError(), HasSubstr("use one of baseline"));
  }
  const ScopedEnvironment environment("GODWIT_GEMM", "blas");
  EXPECT_THAT(KernelOverrideError(), HasSubstr("GODWIT_GEMM=blas"));
}

// Runs in a fresh process, in which nothing has chosen a set yet.
[[noreturn]] void PrintChoiceAndExit() {
  try {
    std::cerr << "runs " << IsaName(ActiveIsa()) << (ActiveGemmVariant() == GemmVariant::kEigen ? " eigen" : " packed");
  } catch (const std::runtime_error& error) {
    std::cerr << "refuses: " << error.what();
  }
  std::exit(0);
}

TEST(DispatchDeathTest, TakesTheBestSetUnlessForced) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const std::string best(IsaName(AvailableIsas().back()));
  {
    const ScopedEnvironment isa("GODWIT_FORCE_ISA", "");
    const ScopedEnvironment gemm("GODWIT_GEMM", "");
    EXPECT_EXIT(PrintChoiceAndExit(), testing::ExitedWithCode(0), "runs " + best + " packed");
  }
  for (const Isa isa : AvailableIsas()) {
    const ScopedEnvironment forced("GODWIT_FORCE_ISA", std::string(IsaName(isa)).c_str());
    const ScopedEnvironment gemm("GODWIT_GEMM", "eigen");
    EXPECT_EXIT(PrintChoiceAndExit(), testing::ExitedWithCode(0), "runs " + std::string(IsaName(isa)) + " eigen");
  }
}

TEST(DispatchDeathTest, RunsNothingUnderABadOverride) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const ScopedEnvironment environment("GODWIT_FORCE_ISA", "avx1024");
  EXPECT_EXIT(PrintChoiceAndExit(), testing::ExitedWithCode(0), "refuses: GODWIT_FORCE_ISA=avx1024");
}

}  // namespace
}  // namespace godwit::core
