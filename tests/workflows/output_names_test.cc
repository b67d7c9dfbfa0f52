#include "workflows/output_names.h"

#include <gtest/gtest.h>

namespace godwit::workflows {
namespace {

TEST(OutputNames, KeepThePlaceAndDoNotCollide) {
  OutputNames names(".txt");
  EXPECT_EQ(names.For("rome/cat.jpg"), "rome/cat.txt");
  EXPECT_EQ(names.For("rome/cat.png"), "rome/cat-2.txt");
  EXPECT_EQ(names.For("rome/cat-2.png"), "rome/cat-2-2.txt");
  EXPECT_EQ(names.For("cat.jpg"), "cat.txt");
  EXPECT_EQ(names.For("cat"), "cat-2.txt");
}

}  // namespace
}  // namespace godwit::workflows
