#include "detection/box.h"

#include <gtest/gtest.h>

#include "detection/box_coder.h"
#include "tests/support/npy.h"
#include "tests/support/test_data.h"

namespace godwit::detection {
namespace {

TEST(IntersectionOverUnion, IsThatOfTheAreas) {
  EXPECT_FLOAT_EQ(IntersectionOverUnion({0, 0, 2, 2}, {0, 0, 2, 2}), 1);
  EXPECT_FLOAT_EQ(IntersectionOverUnion({0, 0, 2, 2}, {1, 1, 3, 3}), 1.0F / 7);
  EXPECT_EQ(IntersectionOverUnion({0, 0, 1, 1}, {2, 2, 3, 3}), 0);
  EXPECT_EQ(IntersectionOverUnion({0, 0, 1, 1}, {0, 1, 1, 2}), 0);  // they touch
}

TEST(IntersectionOverUnion, OfEmptyBoxesIsNothing) {
  EXPECT_EQ(IntersectionOverUnion({0, 0, 0, 1}, {0, 0, 0, 1}), 0);
  EXPECT_EQ(IntersectionOverUnion({1, 1, 0, 0.5F}, {0, 0, 1, 1}), 0);
}

TEST(BoxCoder, DecodesAsTheReference) {
  GODWIT_REQUIRE_TEST_DATA("golden/units/face_decode.y.npy");
  const auto anchors = tests::ReadNpy<float>(tests::TestData("golden/units/face_decode.anchors.npy")).values;
  const auto codes = tests::ReadNpy<float>(tests::TestData("golden/units/face_decode.enc.npy")).values;
  const auto expected = tests::ReadNpy<float>(tests::TestData("golden/units/face_decode.y.npy")).values;
  for (std::size_t i = 0; i < anchors.size(); i += 4) {
    const Box box = BoxCoder().Decode(&codes[i], {anchors[i], anchors[i + 1], anchors[i + 2], anchors[i + 3]});
    EXPECT_NEAR(box.y_min, expected[i], 5e-5);
    EXPECT_NEAR(box.x_min, expected[i + 1], 5e-5);
    EXPECT_NEAR(box.y_max, expected[i + 2], 5e-5);
    EXPECT_NEAR(box.x_max, expected[i + 3], 5e-5);
  }
}

}  // namespace
}  // namespace godwit::detection
