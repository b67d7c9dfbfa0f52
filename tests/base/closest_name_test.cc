#include "core/base/closest_name.h"

#include <gtest/gtest.h>

namespace godwit::core {
namespace {

const std::vector<std::string> kNames{"list", "info", "fetch", "import", "verify", "remove"};

TEST(ClosestName, ForgivesAThirdOfTheLetters) {
  EXPECT_EQ(ClosestName("list", kNames), "list");
  EXPECT_EQ(ClosestName("lst", kNames), "list");
  EXPECT_EQ(ClosestName("fethc", kNames), "fetch");
  EXPECT_EQ(ClosestName("imports", kNames), "import");
  EXPECT_EQ(ClosestName("delete", kNames), "");
  EXPECT_EQ(ClosestName("l", kNames), "list") << "begins with it";
  EXPECT_EQ(ClosestName("x", kNames), "");
}

TEST(ClosestName, OfNothingIsNothing) {
  EXPECT_EQ(ClosestName("", kNames), "");
  EXPECT_EQ(ClosestName("list", {}), "");
}

}  // namespace
}  // namespace godwit::core
