#include "training/data/batch_loader.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/check.h"
#include "tests/training/photo_folder.h"

namespace godwit::training {
namespace {

using core::Shape;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::PhotoFolder;

// A batch that outlives the loader's.
struct Copy {
  BatchPosition position;
  Shape shape;
  std::vector<float> pixels;
  std::vector<std::uint32_t> samples;
  std::vector<int> labels;
  std::vector<std::vector<float>> boxes;
  int replaced = 0;
  bool operator==(const Copy&) const = default;
};

Copy CopyOf(const Batch& batch) {
  const float* begin = batch.images.data();
  Copy copy{.position = batch.position,
            .shape = batch.images.shape(),
            .pixels = {begin, begin + batch.images.shape().Elements()},
            .samples = batch.samples,
            .labels = batch.labels,
            .replaced = batch.replaced};
  for (const auto& boxes : batch.boxes) {
    for (const auto& [box, label, ignored] : boxes) {
      copy.boxes.push_back({box.y_min, box.x_min, box.y_max, box.x_max, static_cast<float>(label), ignored ? 1.0F : 0});
    }
    copy.boxes.emplace_back();
  }
  return copy;
}

std::unique_ptr<BatchLoader> Load(const Dataset& dataset, const BatchLoaderOptions& options) {
  auto loader = BatchLoader::Create(dataset, options);
  EXPECT_TRUE(loader) << loader.error().message;
  return *std::move(loader);
}

// All batches, or the first `count`.
std::vector<Copy> Batches(const Dataset& dataset, const BatchLoaderOptions& options, int count = 1000) {
  const auto loader = Load(dataset, options);
  std::vector<Copy> copies;
  while (static_cast<int>(copies.size()) < count) {
    const auto batch = loader->NextBatch();
    if (!batch || *batch == nullptr) {
      EXPECT_TRUE(batch) << batch.error().message;
      break;
    }
    copies.push_back(CopyOf(**batch));
  }
  return copies;
}

class BatchLoaderTest : public testing::Test {
 protected:
  // Ten photos of many sizes with a box each, of classes 0, 0, 1, 1, 1, ...
  BatchLoaderTest() {
    dataset_.classes = {{0, "a"}, {1, "b"}};
    for (int i = 0; i < 10; ++i) {
      const std::string name = fmt::format("{}.png", i);
      folder_.AddPhoto(name, 20 + 3 * i, 50 - 4 * i);
      dataset_.samples.push_back({.path = folder_ / name,
                                  .name = name,
                                  .label = i < 2 ? 0 : 1,
                                  .boxes = {{.box = {0.2F, 0.1F, 0.8F, 0.9F}, .label = 1}}});
    }
    options_.batch_size = 4;
    options_.input_width = 24;
    options_.input_height = 16;
    options_.seed = 5;
    options_.epochs = 2;
    options_.augmentation = {.flip = 0.5F,
                             .crop = CropKind::kSsd,
                             .expand = 0.3F,
                             .color = {.brightness = 0.1F, .contrast = 0.3F, .saturation = 0.3F, .hue = 0.05F}};
  }

  void Damage(int photo) { folder_.AddDamagedPhoto(fmt::format("{}.png", photo)); }

  PhotoFolder folder_;
  Dataset dataset_;
  BatchLoaderOptions options_;
};

TEST_F(BatchLoaderTest, EveryEpochHasEverySample) {
  const auto batches = Batches(dataset_, options_);
  ASSERT_THAT(batches, SizeIs(6));
  std::map<std::uint32_t, std::multiset<std::uint32_t>> seen;
  for (const Copy& batch : batches) {
    seen[batch.position.epoch].insert(batch.samples.begin(), batch.samples.end());
    for (std::size_t i = 0; i < batch.samples.size(); ++i) {
      EXPECT_EQ(batch.labels[i], dataset_.samples[batch.samples[i]].label);
    }
    EXPECT_EQ(batch.replaced, 0);
  }
  for (const auto& [epoch, samples] : seen) {
    EXPECT_THAT(samples, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  }
  EXPECT_EQ(batches[1].position, (BatchPosition{0, 1}));
  EXPECT_EQ(batches[1].shape, (Shape{4, 16, 24, 3}));
  EXPECT_EQ(batches[2].shape, (Shape{2, 16, 24, 3}));
  EXPECT_EQ(batches[3].position, (BatchPosition{1, 0}));
  EXPECT_NE(batches[0].samples, batches[3].samples);
}

TEST_F(BatchLoaderTest, PartialBatchesCanBeLeftOut) {
  options_.drop_partial = true;
  const auto batches = Batches(dataset_, options_);
  ASSERT_THAT(batches, SizeIs(4));
  for (const Copy& batch : batches) {
    EXPECT_EQ(batch.shape.n, 4);
  }
}

TEST_F(BatchLoaderTest, ImagesAndBoxesAreWhatTheViewsSay) {
  const auto batches = Batches(dataset_, options_);
  const auto order = EpochOrder(dataset_, SampleOrder::kShuffled, 5, 1);
  const core::ThreadPool pool(1);
  for (std::uint32_t place = 0; place < 10; ++place) {
    const Copy& batch = batches[3 + place / 4];
    const Sample& sample = dataset_.samples[order[place]];
    const auto photo = core::DecodeImage(sample.path);
    ASSERT_TRUE(photo);
    Random random(5, RandomStream::kAugmentation, IndexOf(1, place));
    const View view = DrawView(options_.augmentation, photo->width, photo->height, sample.boxes, random);
    core::Tensor input({1, 16, 24, 3});
    AugmentBuffers buffers;
    MakeInput(photo->image, view, {}, options_.augmentation.canvas, buffers, input.view(), pool);
    const auto pixels = batch.pixels.begin() + static_cast<std::ptrdiff_t>(place % 4) * 16 * 24 * 3;
    EXPECT_TRUE(std::equal(input.data(), input.data() + 16 * 24 * 3, pixels)) << place;
    EXPECT_EQ(batch.samples[place % 4], order[place]);
  }
}

TEST_F(BatchLoaderTest, MeasuringSeesPhotosInOrderAsTheNetworkDoes) {
  options_.order = SampleOrder::kAsListed;
  options_.augmentation = {};
  options_.epochs = 1;
  const auto batches = Batches(dataset_, options_);
  ASSERT_THAT(batches, SizeIs(3));
  EXPECT_THAT(batches[1].samples, ElementsAre(4, 5, 6, 7));
  EXPECT_THAT(batches[1].boxes[0], ElementsAre(testing::FloatEq(0.2F), testing::FloatEq(0.1F), testing::FloatEq(0.8F),
                                               testing::FloatEq(0.9F), 1, 0));
}

TEST_F(BatchLoaderTest, ThreadsPrefetchAndCacheChangeNothing) {
  const auto expected = Batches(dataset_, options_);
  for (const int threads : {1, 2, 3}) {
    for (const std::int64_t cache_bytes : {0, 5000, 1 << 20}) {
      options_.threads = threads;
      options_.prefetch = 1 + threads;
      options_.cache_bytes = cache_bytes;
      EXPECT_EQ(Batches(dataset_, options_), expected) << threads << " threads, " << cache_bytes << " bytes";
    }
  }
}

TEST_F(BatchLoaderTest, ARunGoesOnWhereItStopped) {
  const auto all = Batches(dataset_, options_);
  for (std::size_t done = 0; done < all.size(); ++done) {
    options_.start = all[done].position;
    EXPECT_EQ(Batches(dataset_, options_),
              std::vector<Copy>(all.begin() + static_cast<std::ptrdiff_t>(done), all.end()));
  }
  options_.start = {.epoch = 2};
  EXPECT_THAT(Batches(dataset_, options_), IsEmpty());
}

TEST_F(BatchLoaderTest, TheSeedDecides) {
  const auto first = Batches(dataset_, options_);
  options_.seed = 6;
  EXPECT_NE(Batches(dataset_, options_), first);
}

TEST_F(BatchLoaderTest, ClassesCanComeEquallyOften) {
  options_.order = SampleOrder::kBalanced;
  int first_class = 0;
  const auto batches = Batches(dataset_, options_);
  for (const Copy& batch : batches) {
    first_class += static_cast<int>(std::ranges::count(batch.labels, 0));
  }
  EXPECT_EQ(first_class, 10);
  // The same photo twice in an epoch is not the same picture twice.
  std::set<std::vector<float>> pictures;
  for (const Copy& batch : batches) {
    for (std::size_t i = 0; i < batch.samples.size(); ++i) {
      const auto begin = batch.pixels.begin() + static_cast<std::ptrdiff_t>(i) * 16 * 24 * 3;
      pictures.emplace(begin, begin + 16 * 24 * 3);
    }
  }
  EXPECT_THAT(pictures, SizeIs(20));
}

TEST_F(BatchLoaderTest, ShardsAreThePartsOfAJoinedBatch) {
  options_.drop_partial = true;
  const auto joined = Batches(dataset_, options_);
  options_.batch_size = 2;
  options_.shards = 2;
  std::vector<std::vector<Copy>> parts;
  for (options_.shard = 0; options_.shard < 2; ++options_.shard) {
    parts.push_back(Batches(dataset_, options_));
    ASSERT_EQ(parts.back().size(), joined.size());
  }
  for (std::size_t i = 0; i < joined.size(); ++i) {
    std::vector<float> pixels = parts[0][i].pixels;
    pixels.insert(pixels.end(), parts[1][i].pixels.begin(), parts[1][i].pixels.end());
    EXPECT_EQ(pixels, joined[i].pixels);
  }
}

TEST_F(BatchLoaderTest, TheNextPhotoStandsInForADamagedOne) {
  Damage(3);
  Damage(4);
  Damage(9);
  options_.order = SampleOrder::kAsListed;
  options_.batch_size = 10;
  for (const int threads : {1, 2}) {
    options_.threads = threads;
    const auto loader = Load(dataset_, options_);
    const Batch* batch = loader->NextBatch().value();
    EXPECT_THAT(batch->samples, ElementsAre(0, 1, 2, 5, 5, 5, 6, 7, 8, 0));
    EXPECT_THAT(batch->labels, ElementsAre(0, 0, 1, 1, 1, 1, 1, 1, 1, 0));
    EXPECT_EQ(batch->replaced, 3);
    std::vector<std::string> failures;
    for (const core::InputError& failure : batch->failures) {
      failures.push_back(failure.error);
    }
    EXPECT_THAT(failures, ElementsAre(HasSubstr("3.png"), HasSubstr("4.png"), HasSubstr("9.png")));
    batch = loader->NextBatch().value();
    EXPECT_EQ(batch->replaced, 3);
    EXPECT_THAT(batch->failures, IsEmpty());  // told once
  }
}

TEST_F(BatchLoaderTest, ARunWithDamagedPhotosGoesOnTheSame) {
  Damage(3);
  Damage(4);
  const auto all = Batches(dataset_, options_);
  options_.start = {.epoch = 1, .step = 1};
  options_.threads = 2;
  EXPECT_EQ(Batches(dataset_, options_), std::vector<Copy>(all.begin() + 4, all.end()));
}

TEST_F(BatchLoaderTest, OnlyDamagedPhotosAreAnError) {
  for (int i = 0; i < 10; ++i) {
    Damage(i);
  }
  const auto loader = Load(dataset_, options_);
  for (int i = 0; i < 2; ++i) {
    const auto batch = loader->NextBatch();
    ASSERT_FALSE(batch);
    EXPECT_THAT(batch.error().message, HasSubstr("none of 10 photos can be decoded ("));
  }
}

TEST_F(BatchLoaderTest, APhotoThatDoesNotFitItsBoxesIsReplaced) {
  dataset_.samples[0].width = 50;
  dataset_.samples[0].height = 20;
  options_.order = SampleOrder::kAsListed;
  const auto loader = Load(dataset_, options_);
  const Batch* batch = loader->NextBatch().value();
  EXPECT_THAT(batch->samples, ElementsAre(1, 1, 2, 3));
  EXPECT_THAT(batch->failures, SizeIs(1));
}

TEST_F(BatchLoaderTest, OnePixelPhotosAndOnePhotoSets) {
  folder_.AddPhoto("0.png", 1, 1);
  dataset_.samples.resize(1);
  for (const CropKind crop : {CropKind::kNone, CropKind::kResized, CropKind::kSsd}) {
    options_.augmentation.crop = crop;
    const auto batches = Batches(dataset_, options_);
    ASSERT_THAT(batches, SizeIs(2));
    EXPECT_EQ(batches[0].shape, (Shape{1, 16, 24, 3}));
    EXPECT_THAT(batches[0].pixels, Each(testing::AllOf(testing::Ge(-1), testing::Le(1))));
  }
}

TEST_F(BatchLoaderTest, TooFewPhotosAreAnError) {
  options_.drop_partial = true;
  options_.batch_size = 11;
  const auto loader = BatchLoader::Create(dataset_, options_);
  ASSERT_FALSE(loader);
  EXPECT_THAT(loader.error().message, HasSubstr("10 photos do not make a batch of 11"));
  EXPECT_FALSE(BatchLoader::Create({}, {}));
}

TEST_F(BatchLoaderTest, TheCacheKeepsToItsLimit) {
  options_.cache_bytes = 10000;
  const auto loader = Load(dataset_, options_);
  while (loader->NextBatch().value() != nullptr) {
  }
  EXPECT_LE(loader->cached_bytes(), 10000);
  EXPECT_GT(loader->cached_bytes(), 5000);
  options_.cache_bytes = 1 << 20;
  const auto large = Load(dataset_, options_);
  while (large->NextBatch().value() != nullptr) {
  }
  std::int64_t expected = 0;
  for (int i = 0; i < 10; ++i) {
    expected += 3 * (20 + 3 * i) * (50 - 4 * i);
  }
  EXPECT_EQ(large->cached_bytes(), expected);
}

TEST_F(BatchLoaderTest, StopsWhenAsked) {
  options_.epochs = 0;
  const auto loader = Load(dataset_, options_);
  std::stop_source stop;
  EXPECT_TRUE(loader->NextBatch(stop.get_token()));
  stop.request_stop();
  const auto batch = loader->NextBatch(stop.get_token());
  ASSERT_FALSE(batch);
  EXPECT_EQ(batch.error().kind, core::ErrorKind::kCancelled);
  EXPECT_TRUE(loader->NextBatch());  // it is the waiting that was stopped
}

TEST_F(BatchLoaderTest, CanBeLeftAtAnyTime) {
  options_.epochs = 0;
  options_.threads = 2;
  for (int taken = 0; taken < 20; ++taken) {
    const auto loader = Load(dataset_, options_);
    for (int i = 0; i < taken % 5; ++i) {
      EXPECT_TRUE(loader->NextBatch());
    }
  }
}

TEST_F(BatchLoaderTest, WhatIsThrownReachesTheConsumer) {
  options_.preprocessing.fit = core::FitMode::kCentreCrop;  // which no canvas can have
  options_.augmentation.expand = 1;
  options_.augmentation.crop = CropKind::kNone;
  options_.threads = 2;
  const auto loader = Load(dataset_, options_);
  EXPECT_THROW(static_cast<void>(loader->NextBatch()), core::ContractViolation);
}

TEST_F(BatchLoaderTest, SenselessOptionsAreBugs) {
  const auto create = [&](auto change) {
    BatchLoaderOptions options = options_;
    change(options);
    return BatchLoader::Create(dataset_, options);
  };
  EXPECT_THROW(static_cast<void>(create([](auto& options) { options.batch_size = 0; })), core::ContractViolation);
  EXPECT_THROW(static_cast<void>(create([](auto& options) { options.prefetch = 1; })), core::ContractViolation);
  EXPECT_THROW(static_cast<void>(create([](auto& options) { options.start.step = 3; })), core::ContractViolation);
  EXPECT_THROW(static_cast<void>(create([](auto& options) { options.shards = 2; })), core::ContractViolation);
}

}  // namespace
}  // namespace godwit::training
