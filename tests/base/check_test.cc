#include "core/base/check.h"

#include <gmock/gmock.h>

namespace godwit::core {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Check, PassesWhenTheConditionHolds) { EXPECT_NO_THROW(Check(true, "unused")); }

TEST(Check, NamesTheCallerAndTheRule) {
  EXPECT_THAT([] { Check(false, "widths are positive"); },
              ThrowsMessage<ContractViolation>(AllOf(HasSubstr("check_test.cc:"), HasSubstr("widths are positive"))));
}

}  // namespace
}  // namespace godwit::core
