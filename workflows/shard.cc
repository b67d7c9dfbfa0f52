#include "workflows/shard.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

namespace godwit::workflows {
namespace {

using core::ErrorKind;

constexpr int kMaxParts = 1'000'000;

std::optional<int> ParseNumber(std::string_view text) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && parsed == end ? std::optional(number) : std::nullopt;
}

bool IsSet(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

core::Result<int> Variable(const char* name) {
  const auto number = ParseNumber(IsSet(name) ? std::getenv(name) : "");
  if (!number || *number < 0 || *number > kMaxParts) {
    return core::Fail(ErrorKind::kUsage,
                      "the variable {} holds no number that makes sense here; say --shard I/N, or --shard 1/1 for all",
                      name);
  }
  return *number;
}

core::Result<Shard> ShardOfRanks() {
  if (!IsSet("OMPI_COMM_WORLD_SIZE")) {
    return Shard();
  }
  auto rank = Variable("OMPI_COMM_WORLD_RANK");
  auto size = Variable("OMPI_COMM_WORLD_SIZE");
  if (!rank || !size) {
    return core::Forward(rank ? size : rank);
  }
  if (*rank >= *size) {
    return core::Fail(ErrorKind::kUsage, "OMPI_COMM_WORLD_RANK is {} of {} processes", *rank, *size);
  }
  return Shard{*rank, *size};
}

core::Result<Shard> ShardOfArray() {
  if (!IsSet("SLURM_ARRAY_TASK_ID")) {
    return Shard();
  }
  auto id = Variable("SLURM_ARRAY_TASK_ID");
  auto first = Variable("SLURM_ARRAY_TASK_MIN");
  auto count = Variable("SLURM_ARRAY_TASK_COUNT");
  auto step = IsSet("SLURM_ARRAY_TASK_STEP") ? Variable("SLURM_ARRAY_TASK_STEP") : 1;
  for (auto* number : {&id, &first, &count, &step}) {
    if (!*number) {
      return core::Forward(*number);
    }
  }
  const int steps = *step > 0 && *id >= *first ? (*id - *first) / *step : -1;
  if (steps < 0 || steps >= *count || *first + steps * *step != *id) {
    return core::Fail(ErrorKind::kUsage,
                      "the task ids of this Slurm array have gaps (task {}, the first is {}, {} tasks), so its parts "
                      "cannot be told from them; say --shard I/N",
                      *id, *first, *count);
  }
  return Shard{steps, *count};
}

// FNV-1a, then the bits mixed, since the low ones decide. Other machines must come to the same.
std::uint64_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdU;
  return hash ^ (hash >> 33);
}

}  // namespace

core::Result<Shard> ParseShard(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const int index = ParseNumber(text.substr(0, slash)).value_or(0);
  const int count = slash == text.size() ? 0 : ParseNumber(text.substr(slash + 1)).value_or(0);
  if (index < 1 || index > count || count > kMaxParts) {
    return core::Fail(ErrorKind::kUsage, "--shard {}: is no part; the second of eight is 2/8", text);
  }
  return Shard{index - 1, count};
}

core::Result<Shard> ShardOfEnvironment() {
  auto task = ShardOfArray();
  auto rank = ShardOfRanks();
  if (!task || !rank) {
    return core::Forward(task ? rank : task);
  }
  if (task->count > kMaxParts / rank->count) {
    return core::Fail(ErrorKind::kUsage, "{} tasks of {} processes each are too many parts; say --shard I/N",
                      task->count, rank->count);
  }
  return Shard{task->index * rank->count + rank->index, task->count * rank->count};
}

bool IsOneOfSeveralRanks() {
  const auto shard = ShardOfRanks();
  return shard && shard->count > 1;
}

core::ImageList TakeShard(core::ImageList list, const Shard& shard) {
  std::vector<core::ListedImage> mine;
  for (core::ListedImage& image : list.images) {
    const std::uint64_t part =
        HashOf(image.path.lexically_normal().generic_string()) % static_cast<std::uint64_t>(shard.count);
    (part == static_cast<std::uint64_t>(shard.index) ? mine : list.elsewhere).push_back(std::move(image));
  }
  list.images = std::move(mine);
  return list;
}

}  // namespace godwit::workflows
