// Time and peak memory of PlaNet's partition of many points: two thirds in 20,000 places of all sizes, the others
// anywhere. With --csv it only writes the points, to time `godwit cells build` with.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <CLI/CLI.hpp>

#include "geolocation/partition.h"

namespace {

using namespace godwit;  // NOLINT(google-build-using-namespace): a program of its own
using geolocation::LatLng;

class World {
 public:
  explicit World(unsigned seed) : random_(seed), places_(20'000) {
    std::ranges::generate(places_, [&] { return Anywhere(); });
  }

  LatLng Next() {
    if (uniform_(random_) < 1. / 3) {
      return Anywhere();
    }
    // The first places are the largest, as cities are (Zipf), and the widest.
    const double share = uniform_(random_);
    const auto rank = static_cast<std::size_t>(std::pow(static_cast<double>(places_.size()), share)) - 1;
    const double spread_deg = 0.3 * std::pow(uniform_(random_), 3);
    return {std::clamp(places_[rank].lat_deg + spread_deg * normal_(random_), -90.0, 90.0),
            std::remainder(places_[rank].lon_deg + spread_deg * normal_(random_), 360)};
  }

 private:
  LatLng Anywhere() {
    return {std::asin(2 * uniform_(random_) - 1) * 180 / std::numbers::pi, 360 * uniform_(random_) - 180};
  }

  std::mt19937_64 random_;
  std::uniform_real_distribution<double> uniform_;
  std::normal_distribution<double> normal_;
  std::vector<LatLng> places_;
};

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1000;  // of kilobytes
}

template <typename Work>
double Seconds(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void WriteCsv(const std::string& path, std::int64_t count) {
  World world(1);
  std::ofstream out(path);
  out << "lat,lon\n";
  for (std::int64_t i = 0; i < count; ++i) {
    const LatLng position = world.Next();
    out << fmt::format("{:.6f},{:.6f}\n", position.lat_deg, position.lon_deg);
  }
}

void Measure(std::int64_t count, int threads, const geolocation::PartitionOptions& options) {
  World world(1);
  constexpr std::size_t kBlock = 1 << 16;
  std::vector<LatLng> block;
  std::vector<geolocation::CellId> leaves;
  leaves.reserve(static_cast<std::size_t>(count));
  double cells_seconds = 0;
  while (std::ssize(leaves) < count) {
    block.resize(std::min(kBlock, static_cast<std::size_t>(count) - leaves.size()));
    std::ranges::generate(block, [&] { return world.Next(); });
    cells_seconds += Seconds([&] { std::ranges::transform(block, std::back_inserter(leaves), geolocation::LeafCell); });
  }
  const core::ThreadPool pool(threads);
  std::vector<geolocation::SortedPoints> sorted;
  const double sort_seconds = Seconds([&] { sorted.emplace_back(std::move(leaves), pool); });
  geolocation::MadePartition made;
  const double split_seconds = Seconds([&] { made = geolocation::MakePartition(sorted.front(), options, pool); });
  fmt::print(
      "{} points, {} threads: positions to leaf cells {:.2f} s (one thread), sorting {:.2f} s, splitting and means "
      "{:.2f} s, peak {:.0f} MB ({} of it the points)\n{} cells, {} photos dropped\n",
      count, pool.threads(), cells_seconds, sort_seconds, split_seconds, PeakMegabytes(), count * 8 / 1'000'000,
      made.partition.cells().size(), made.dropped_photos);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Time and peak memory of the partition into cells.");
  std::int64_t points = 10'000'000;
  int threads = 0;
  geolocation::PartitionOptions options;
  std::string csv;
  app.add_option("--points", points, "How many")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--threads", threads, "0 takes all cores")->capture_default_str()->check(CLI::NonNegativeNumber);
  app.add_option("--max-photos", options.max_photos, "Split above")->capture_default_str();
  app.add_option("--min-photos", options.min_photos, "Drop below")->capture_default_str();
  app.add_option("--csv", csv, "Write the points to this file and end")->type_name("FILE");
  CLI11_PARSE(app, argc, argv);
  if (csv.empty()) {
    Measure(points, threads, options);
  } else {
    WriteCsv(csv, points);
  }
  return 0;
}
