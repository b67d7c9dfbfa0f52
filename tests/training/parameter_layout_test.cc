#include "training/model/parameter_layout.h"

#include <gmock/gmock.h>

#include "core/base/check.h"

namespace godwit::training {
namespace {

TEST(ParameterLayout, PutsEachParameterAtAnAlignedPlace) {
  ParameterLayout layout;
  EXPECT_EQ(layout.Add("conv/weights", ParameterKind::kWeights, {3, 3, 3, 8}), 0U);
  EXPECT_EQ(layout.Add("conv/bias", ParameterKind::kBias, {8}), 1U);
  EXPECT_EQ(layout.parameters()[0].elements, 216);
  EXPECT_EQ(layout.parameters()[1].offset, 224);
  EXPECT_EQ(layout.elements(), 240);
  EXPECT_EQ(layout.Find("conv/bias"), 1U);
  EXPECT_EQ(layout.Find("conv"), std::nullopt);

  std::vector<float> values(240, 0.0F);
  layout.Of(1, std::span(values))[7] = 5.0F;
  EXPECT_EQ(values[231], 5.0F);
}

TEST(ParameterLayout, RefusesWhatIsNoParameter) {
  ParameterLayout layout;
  layout.Add("a", ParameterKind::kBias, {1});
  EXPECT_THROW(layout.Add("a", ParameterKind::kBias, {1}), core::ContractViolation);
  EXPECT_THROW(layout.Add("b", ParameterKind::kBias, {3, 0}), core::ContractViolation);
  std::vector<float> values(15);
  EXPECT_THROW((void)layout.Of(0, std::span(values)), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
