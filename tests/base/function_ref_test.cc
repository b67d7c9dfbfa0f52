#include "core/base/function_ref.h"

#include <memory>
#include <utility>

#include <gmock/gmock.h>

namespace godwit::core {
namespace {

int Apply(FunctionRef<int(int)> function, int x) { return function(x); }

TEST(FunctionRef, CallsTemporaries) {
  const int offset = 3;
  EXPECT_EQ(Apply([&](int x) { return x + offset; }, 4), 7);
}

TEST(FunctionRef, RefersToTheCallableAndDoesNotCopyIt) {
  int calls = 0;
  auto counter = [&calls, owned = std::make_unique<int>(1)](int x) {
    ++calls;
    return x + *owned;
  };
  const FunctionRef<int(int)> reference(counter);
  const FunctionRef<int(int)> copy = reference;
  EXPECT_EQ(reference(1), 2);
  EXPECT_EQ(copy(2), 3);
  EXPECT_EQ(calls, 2);
}

TEST(FunctionRef, ForwardsMoveOnlyArguments) {
  const auto take = [](std::unique_ptr<int> value) { return *value; };
  const FunctionRef<int(std::unique_ptr<int>)> reference(take);
  EXPECT_EQ(reference(std::make_unique<int>(5)), 5);
}

}  // namespace
}  // namespace godwit::core
