#include "workflows/benchmark_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace godwit::workflows {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

BenchmarkResult Result(const char* backbone, double alpha, int input) {
  return {.backbone = backbone,
          .alpha = alpha,
          .input = input,
          .threads = 2,
          .runs = 50,
          .median_ms = 12.5,
          .min_ms = 12.25,
          .p90_ms = 14,
          .multiply_adds = 418'000'000,
          .parameters = 4'200'000,
          .peak_bytes = 1,
          .layers = {}};
}

TEST(BenchmarkTable, WritesALineForEachResult) {
  const BenchmarkReport report{.weights = "a,b",
                               .isa = "avx2",
                               .results = {Result("mobilenet_v1", 1, 192), Result("mobilenet_v2", 0.35, 224)},
                               .peaks = {}};
  EXPECT_EQ(BenchmarkCsv(report),
            "network,weights,alpha,input,rho,threads,isa,multiply_adds,parameters,median_ms,min_ms,p90_ms,images_per_s,"
            "runs,paper_imagenet_top1_percent\r\n"
            "mobilenet_v1,\"a,b\",1,192,0.857,2,avx2,418000000,4200000,12.5000,12.2500,14.0000,80.00,50,69.1\r\n"
            "mobilenet_v2,\"a,b\",0.35,224,1.000,2,avx2,418000000,4200000,12.5000,12.2500,14.0000,80.00,50,\r\n");
}

TEST(BenchmarkTable, KnowsThePapersAccuracyOfItsOwnNetworkAlone) {
  EXPECT_EQ(PaperAccuracyOf(Result("mobilenet_v1", 0.5, 160)), 60.2);
  EXPECT_EQ(PaperAccuracyOf(Result("mobilenet_v1", 0.5, 128)), std::nullopt);
  EXPECT_EQ(PaperAccuracyOf(Result("mobilenet_v2", 1, 224)), std::nullopt);
}

TEST(BenchmarkTable, AddsUpLayersByKind) {
  BenchmarkResult result = Result("mobilenet_v1", 1, 224);
  EXPECT_THAT(SharesByKind(result), IsEmpty());
  result.layers = {{.name = "a", .kind = "depthwise", .ms = 1, .multiply_adds = 10},
                   {.name = "b", .kind = "pointwise", .ms = 2, .multiply_adds = 60},
                   {.name = "c", .kind = "depthwise", .ms = 2, .multiply_adds = 30},
                   {.name = "d", .kind = "pool", .ms = 0.5}};
  const std::vector<KindShare> shares = SharesByKind(result);
  ASSERT_THAT(shares, SizeIs(3));
  EXPECT_EQ(shares[0].kind, "depthwise");
  EXPECT_NEAR(shares[0].time, 54.545, 1e-3);
  EXPECT_DOUBLE_EQ(shares[0].multiply_adds, 40);
  EXPECT_EQ(shares[2].kind, "pool");
  EXPECT_EQ(shares[2].multiply_adds, 0);
}

}  // namespace
}  // namespace godwit::workflows
