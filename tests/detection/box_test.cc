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

TEST(BoxCoder, EncodesByHand) {
  // Twice as wide as the anchor, as high, and its centre half an anchor's width to the right.
  const std::array<float, 4> code = BoxCoder().Encode({0.25F, 0.25F, 0.75F, 1.25F}, {0.25F, 0.25F, 0.75F, 0.75F});
  EXPECT_FLOAT_EQ(code[0], 0);
  EXPECT_FLOAT_EQ(code[1], 5);
  EXPECT_FLOAT_EQ(code[2], 0);
  EXPECT_FLOAT_EQ(code[3], 5 * std::log(2.0F));
}

TEST(BoxCoder, DecodesWhatItEncodes) {
  const BoxCoder coder{{10, 8, 5, 4}};
  const std::array<Box, 4> boxes{Box{0.1F, 0.2F, 0.3F, 0.9F}, Box{-0.5F, -0.25F, 1.5F, 2},
                                 Box{0.5F, 0.5F, 0.501F, 0.502F}, Box{0, 0, 1, 1}};
  for (const Box& anchor : boxes) {
    for (const Box& box : boxes) {
      const Box decoded = coder.Decode(coder.Encode(box, anchor).data(), anchor);
      EXPECT_NEAR(decoded.y_min, box.y_min, 2e-6);
      EXPECT_NEAR(decoded.x_min, box.x_min, 2e-6);
      EXPECT_NEAR(decoded.y_max, box.y_max, 2e-6);
      EXPECT_NEAR(decoded.x_max, box.x_max, 2e-6);
    }
  }
}

}  // namespace
}  // namespace godwit::detection
