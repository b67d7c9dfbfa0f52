#include "workflows/benchmark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/synthetic_detector.h"
#include "tests/support/temporary_folder.h"

namespace godwit::workflows {
namespace {

using core::ErrorKind;
using testing::Each;
using testing::Field;
using testing::Gt;
using testing::HasSubstr;
using testing::SizeIs;

TEST(Benchmark, TimesEveryCombinationInOrder) {
  const auto report = Benchmark({.alphas = {0.5, 0.25}, .inputs = {64, 33}, .threads = {1, 2}, .runs = 7}, {});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->weights, "random");
  ASSERT_THAT(report->results, SizeIs(8));
  std::vector<std::tuple<double, int, int>> order;
  for (const BenchmarkResult& result : report->results) {
    order.emplace_back(result.alpha, result.input, result.threads);
    EXPECT_LE(result.min_ms, result.median_ms);
    EXPECT_LE(result.median_ms, result.p90_ms);
    EXPECT_GT(result.min_ms, 0);
    EXPECT_THAT(result.layers, SizeIs(0));
  }
  EXPECT_EQ(order, (std::vector<std::tuple<double, int, int>>{{0.5, 64, 1},
                                                              {0.5, 64, 2},
                                                              {0.5, 33, 1},
                                                              {0.5, 33, 2},
                                                              {0.25, 64, 1},
                                                              {0.25, 64, 2},
                                                              {0.25, 33, 1},
                                                              {0.25, 33, 2}}));
}

TEST(Benchmark, CountsTheCostOfThePaper) {
  const auto report = Benchmark({.alphas = {1.0}, .inputs = {224}, .threads = {1}, .runs = 1}, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->results.front().multiply_adds, 568'740'352);
  EXPECT_GT(report->results.front().peak_bytes, 4 * report->results.front().parameters);
}

TEST(Benchmark, TimesLayersBesideTheRoofline) {
  const auto report = Benchmark(
      {.backbone = Backbone::kMobileNetV2, .alphas = {0.35}, .inputs = {64}, .threads = {1}, .runs = 2, .layers = true},
      {});
  ASSERT_TRUE(report);
  ASSERT_THAT(report->peaks, SizeIs(1));
  EXPECT_GT(report->peaks.front().gflops, 1);
  EXPECT_GT(report->peaks.front().gigabytes_per_s, 1);
  const std::vector<LayerTime>& layers = report->results.front().layers;
  EXPECT_EQ(layers.front().name, "conv_0");
  EXPECT_EQ(layers.back().kind, "softmax");
  EXPECT_THAT(layers, Each(Field(&LayerTime::ms, Gt(0))));
  EXPECT_THAT(layers, Each(Field(&LayerTime::roofline, Gt(0))));
}

TEST(Benchmark, SaysWhatIsOutOfRange) {
  const auto message = [](const BenchmarkRequest& request) {
    const auto report = Benchmark(request, {});
    EXPECT_FALSE(report);
    EXPECT_EQ(report.error().kind, ErrorKind::kUsage);
    return report.error().message;
  };
  EXPECT_THAT(message({.alphas = {1.5}}), HasSubstr("alpha 1.5 is not in (0, 1]"));
  EXPECT_THAT(message({.alphas = {0}}), HasSubstr("alpha 0"));
  EXPECT_THAT(message({.inputs = {31}}), HasSubstr("31 pixels"));
  EXPECT_THAT(message({.threads = {0}}), HasSubstr("0 threads"));
  EXPECT_THAT(message({.runs = 0}), HasSubstr("at least one run"));
}

TEST(Benchmark, StopsWhenAsked) {
  std::stop_source stop;
  const auto report =
      Benchmark({.alphas = {0.25}, .inputs = {64}, .threads = {1}, .runs = 1000},
                {.stop = stop.get_token(), .progress = [&](const core::Progress&) { stop.request_stop(); }, .log = {}});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::kCancelled);
}

TEST(Benchmark, TellsTurnByTurnWhatItHasSoFar) {
  std::vector<std::vector<int>> runs;
  const auto report = Benchmark({.alphas = {0.25}, .inputs = {64, 32}, .threads = {1}, .runs = 7, .layers = true}, {},
                                [&](const BenchmarkReport& so_far) {
                                  runs.emplace_back();
                                  for (const BenchmarkResult& result : so_far.results) {
                                    runs.back().push_back(result.runs);
                                    EXPECT_GT(result.median_ms, 0);
                                    EXPECT_THAT(result.layers, Each(Field(&LayerTime::ms, Gt(0))));
                                    EXPECT_GT(result.layers.size(), 20U);
                                  }
                                });
  ASSERT_TRUE(report);
  EXPECT_EQ(runs, (std::vector<std::vector<int>>{{5}, {5, 5}, {7, 5}, {7, 7}}));
}

TEST(Benchmark, TakesAModelAtItsOwnInputSize) {
  const tests::TemporaryFolder folder;
  tests::WriteSyntheticDetector(folder / "synthetic.safetensors");
  const auto report = Benchmark({.model = folder / "synthetic.safetensors", .threads = {1}, .runs = 1}, {});
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_THAT(report->results, SizeIs(1));
  EXPECT_EQ(report->weights, "synthetic");
  EXPECT_EQ(report->results.front().input, 96);
  EXPECT_EQ(report->results.front().backbone, "ssdlite_mobilenet_v2");
}

}  // namespace
}  // namespace godwit::workflows
