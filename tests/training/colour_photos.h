// Photos that little networks can learn in seconds, and settings for it.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "tests/training/photo_folder.h"
#include "training/run/train_config.h"

namespace godwit::tests {

inline constexpr int kPhotosPerClass = 12;

// Photos of one colour, lighter and darker, in a folder for each.
inline void AddColours(const PhotoFolder& photos) {
  for (int i = 0; i < kPhotosPerClass; ++i) {
    const auto light = static_cast<std::uint8_t>(120 + 10 * i);
    photos.AddPhoto(fmt::format("blue/{}.png", i), OneColor(40, 40, {20, 20, light}));
    photos.AddPhoto(fmt::format("green/{}.png", i), OneColor(40, 40, {20, light, 20}));
    photos.AddPhoto(fmt::format("red/{}.png", i), OneColor(40, 40, {light, 20, 20}));
  }
}

// Photos of noise, of another strength for each class. Unlike plain colours no two are alike anywhere in a network.
inline void AddNoise(const PhotoFolder& photos) {
  std::mt19937 bits(7);
  for (int i = 0; i < kPhotosPerClass; ++i) {
    for (const auto& [name, strength] :
         {std::pair("weak", 60U), std::pair("middle", 120U), std::pair("strong", 240U)}) {
      core::Image image(40, 40);
      for (std::size_t at = 0; at < image.bytes(); ++at) {
        image.data()[at] = static_cast<std::uint8_t>(bits() % strength);
      }
      photos.AddPhoto(fmt::format("{}/{}.png", name, i), image);
    }
  }
}

inline training::TrainConfig ColourConfig(const std::filesystem::path& photos) {
  training::TrainConfig config{.task = "classify", .data = {photos}};
  config.settings.alpha = 0.25;
  config.settings.input = 32;
  config.settings.epochs = 25;
  config.settings.batch = 8;
  config.settings.learning_rate = 0.05;
  config.settings.warm_up = 2;
  config.settings.average = 0.9;
  config.settings.augment = "light";
  config.settings.validation = 0.25;
  return config;
}

// Sixteen dark photos with a red square each, and "boxes.json" that tells where.
inline void AddSquares(const PhotoFolder& photos) {
  std::string images, boxes;
  for (int i = 0; i < 16; ++i) {
    core::Image image = OneColor(96, 96, {30, 30, 30});
    const int x = 8 * (i % 4) + 8;
    const int y = 8 * (i / 4) + 8;
    for (int row = y; row < y + 48; ++row) {
      for (int column = x; column < x + 48; ++column) {
        image.Row(row)[3 * column] = 230;
      }
    }
    const std::string id = std::to_string(i + 1);
    photos.AddPhoto(fmt::format("{}.png", id), image);
    const char* comma = i > 0 ? "," : "";
    images += fmt::format(R"({}{{"id":{},"file_name":"{}.png","width":96,"height":96}})", comma, id, id);
    boxes += fmt::format(R"({}{{"id":{},"image_id":{},"category_id":5,"bbox":[{},{},48,48],"area":2304,"iscrowd":0}})",
                         comma, id, id, x, y);
  }
  photos.AddText(
      "boxes.json",
      fmt::format(R"({{"images":[{}],"annotations":[{}],"categories":[{{"id":5,"name":"square"}}]}})", images, boxes));
}

inline training::TrainConfig SquareConfig(const std::filesystem::path& photos) {
  training::TrainConfig config = ColourConfig(photos);
  config.task = "detect";
  config.data = {photos / "boxes.json"};
  config.photos = {photos};
  config.settings.input = 96;
  config.settings.augment = "none";
  config.settings.epochs = 60;
  return config;
}

}  // namespace godwit::tests
