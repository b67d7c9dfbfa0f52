#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "core/base/check.h"

namespace godwit::core {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

using Range = std::pair<std::int64_t, std::int64_t>;

std::vector<Range> RangesOf(const ThreadPool& pool, std::int64_t count, std::int64_t grain) {
  std::mutex mutex;
  std::vector<Range> ranges;
  pool.For(count, grain, [&](std::int64_t begin, std::int64_t end) {
    const std::lock_guard lock(mutex);
    ranges.emplace_back(begin, end);
  });
  std::ranges::sort(ranges);
  return ranges;
}

TEST(ThreadPool, TakesAllCoresOnRequestAndRefusesNegativeCounts) {
  EXPECT_GE(ThreadPool(0).threads(), 1);
  EXPECT_EQ(ThreadPool(3).threads(), 3);
  EXPECT_THROW(ThreadPool(-1), ContractViolation);
}

TEST(For, CoversEveryIndexOnceInRangesOfAtLeastTheGrain) {
  for (const int threads : {1, 2, 3, 5}) {
    const ThreadPool pool(threads);
    for (const std::int64_t count : {1, 2, 3, 7, 64, 101}) {
      for (const std::int64_t grain : {1, 2, 10, 1000}) {
        const std::vector<Range> ranges = RangesOf(pool, count, grain);
        EXPECT_THAT(ranges, SizeIs(Le(threads)));
        std::int64_t next = 0;
        for (const auto& [begin, end] : ranges) {
          EXPECT_EQ(begin, next);
          EXPECT_GE(end - begin, std::min(grain, count));
          next = end;
        }
        EXPECT_EQ(next, count);
      }
    }
  }
}

TEST(For, CallsNothingForAnEmptyRange) { EXPECT_THAT(RangesOf(ThreadPool(2), 0, 1), IsEmpty()); }

TEST(For, DividesTheSameWayEveryTime) {
  const ThreadPool pool(3);
  EXPECT_THAT(RangesOf(pool, 10, 1), ElementsAre(Range(0, 3), Range(3, 6), Range(6, 10)));
  EXPECT_EQ(RangesOf(pool, 10, 1), RangesOf(pool, 10, 1));
}

TEST(For, OfOneThreadStaysOnTheCaller) {
  const ThreadPool pool(1);
  pool.For(100, 1, [caller = std::this_thread::get_id()](std::int64_t, std::int64_t) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
}

TEST(For, RethrowsTheExceptionOfABodyAndStaysUsable) {
  for (const int threads : {1, 2}) {
    const ThreadPool pool(threads);
    EXPECT_THROW(pool.For(10, 1, [](std::int64_t, std::int64_t) { throw std::runtime_error("body"); }),
                 std::runtime_error);
    EXPECT_THAT(RangesOf(pool, 10, 1), SizeIs(Ge(1U)));
  }
}

TEST(For, RefusesSenselessArguments) {
  const ThreadPool pool(1);
  const auto nothing = [](std::int64_t, std::int64_t) {};
  EXPECT_THROW(pool.For(-1, 1, nothing), ContractViolation);
  EXPECT_THROW(pool.For(1, 0, nothing), ContractViolation);
}

TEST(For, MayBeCalledWithinFor) {
  const ThreadPool pool(2);
  std::atomic<std::int64_t> sum = 0;
  pool.For(4, 1, [&](std::int64_t begin, std::int64_t end) {
    pool.For(end - begin, 1, [&](std::int64_t first, std::int64_t last) { sum += last - first; });
  });
  EXPECT_EQ(sum, 4);
}

// Many short loops, now and then after a sleep of the pool's threads, from two callers at a time.
TEST(For, WorksForSeveralCallersAtOnce) {
  const ThreadPool pool(3);
  const auto sum_often = [&pool](std::int64_t* wrong) {
    for (int loop = 0; loop < 3000; ++loop) {
      std::array<std::int64_t, 7> values{};
      pool.For(std::ssize(values), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          values[static_cast<std::size_t>(i)] += i + loop;
        }
      });
      *wrong += std::accumulate(values.begin(), values.end(), std::int64_t{0}) != 21 + 7 * loop ? 1 : 0;
      if (loop % 1000 == 999) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    }
  };
  std::array<std::int64_t, 2> wrong{};
  std::thread other(sum_often, &wrong[0]);
  sum_often(&wrong[1]);
  other.join();
  EXPECT_THAT(wrong, Each(0));
}

TEST(For, WithinForRunsOnTheThreadThatCallsIt) {
  const ThreadPool pool(2);
  std::atomic<int> chunks = 0;
  pool.For(2, 1, [&](std::int64_t, std::int64_t) {
    pool.For(2, 1, [&](std::int64_t begin, std::int64_t end) { chunks += static_cast<int>(end - begin); });
  });
  EXPECT_EQ(chunks, 4);
}

// What a pipeline did: which item had which slot in each stage, and in which order items reached the sink.
struct PipelineLog {
  std::mutex mutex;
  std::vector<std::int64_t> sunk;
  std::set<int> slots;
  std::set<int> busy_slots;
  std::size_t most_busy = 0;
  bool slot_shared = false;

  void Enter(int slot) {
    const std::lock_guard lock(mutex);
    slots.insert(slot);
    slot_shared = slot_shared || !busy_slots.insert(slot).second;
    most_busy = std::max(most_busy, busy_slots.size());
  }
  void Leave(std::int64_t item, int slot) {
    const std::lock_guard lock(mutex);
    sunk.push_back(item);
    busy_slots.erase(slot);
  }
};

std::vector<std::int64_t> FirstNumbers(std::int64_t count) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < count; ++i) {
    numbers.push_back(i);
  }
  return numbers;
}

TEST(Pipeline, DeliversInOrderWithinItsSlots) {
  for (const int threads : {1, 2, 4}) {
    for (const int slots : {1, 2, 3, 7}) {
      const ThreadPool pool(threads);
      PipelineLog log;
      const std::vector<ThreadPool::Stage> stages = {[&](std::int64_t item, int slot) {
                                                       log.Enter(slot);
                                                       if (item % 3 == 0) {  // later items overtake this one
                                                         std::this_thread::sleep_for(std::chrono::milliseconds(1));
                                                       }
                                                     },
                                                     [](std::int64_t, int) {}};
      const std::int64_t done =
          pool.Pipeline(20, slots, stages, [&](std::int64_t item, int slot) { log.Leave(item, slot); });
      EXPECT_EQ(done, 20);
      EXPECT_THAT(log.sunk, ElementsAreArray(FirstNumbers(20)));
      EXPECT_FALSE(log.slot_shared);
      EXPECT_LE(log.most_busy, static_cast<std::size_t>(slots));
      EXPECT_THAT(log.slots, Each(testing::AllOf(Ge(0), testing::Lt(slots))));
    }
  }
}

TEST(Pipeline, RunsStagesOfAnItemInOrderInOneSlot) {
  const ThreadPool pool(2);
  std::vector<std::vector<int>> slots_of(10);
  const ThreadPool::Stage note = [&](std::int64_t item, int slot) {
    slots_of[static_cast<std::size_t>(item)].push_back(slot);
  };
  const std::vector<ThreadPool::Stage> stages = {note, note};
  EXPECT_EQ(pool.Pipeline(10, 2, stages, note), 10);
  for (const std::vector<int>& slots : slots_of) {
    ASSERT_THAT(slots, SizeIs(3));
    EXPECT_THAT(slots, Each(slots[0]));
  }
}

TEST(Pipeline, OfNothingOrWithoutStagesWorks) {
  const ThreadPool pool(2);
  std::vector<std::int64_t> sunk;
  const ThreadPool::Stage sink = [&](std::int64_t item, int) { sunk.push_back(item); };
  EXPECT_EQ(pool.Pipeline(0, 2, {}, sink), 0);
  EXPECT_EQ(pool.Pipeline(3, 2, {}, sink), 3);
  EXPECT_THAT(sunk, ElementsAre(0, 1, 2));
}

TEST(Pipeline, FinishesWhatIsUnderWayWhenStopped) {
  for (const int threads : {1, 2}) {
    const ThreadPool pool(threads);
    std::stop_source stop;
    std::atomic<std::int64_t> started = 0;
    std::vector<std::int64_t> sunk;
    const std::vector<ThreadPool::Stage> stages = {[&](std::int64_t, int) { ++started; }};
    const std::int64_t done = pool.Pipeline(
        1000, 3, stages,
        [&](std::int64_t item, int) {
          sunk.push_back(item);
          if (item == 4) {
            stop.request_stop();
          }
        },
        stop.get_token());
    EXPECT_EQ(done, started);
    EXPECT_GE(done, 5);
    EXPECT_LE(done, 5 + 3) << "at most the slots were under way";
    EXPECT_THAT(sunk, ElementsAreArray(FirstNumbers(done)));
  }
}

TEST(Pipeline, DoesNothingWhenStoppedBefore) {
  std::stop_source stop;
  stop.request_stop();
  const ThreadPool::Stage unexpected = [](std::int64_t, int) { FAIL(); };
  EXPECT_EQ(ThreadPool(2).Pipeline(10, 2, {&unexpected, 1}, unexpected, stop.get_token()), 0);
}

TEST(Pipeline, RethrowsFromStageAndSink) {
  const ThreadPool::Stage quiet = [](std::int64_t, int) {};
  const ThreadPool::Stage loud = [](std::int64_t item, int) {
    if (item == 5) {
      throw std::runtime_error("five");
    }
  };
  for (const int threads : {1, 2}) {
    const ThreadPool pool(threads);
    EXPECT_THROW(pool.Pipeline(20, 3, {&loud, 1}, quiet), std::runtime_error);
    EXPECT_THROW(pool.Pipeline(20, 3, {&quiet, 1}, loud), std::runtime_error);
  }
}

TEST(Pipeline, RefusesSenselessArguments) {
  const ThreadPool pool(1);
  const ThreadPool::Stage quiet = [](std::int64_t, int) {};
  EXPECT_THROW(pool.Pipeline(-1, 1, {}, quiet), ContractViolation);
  EXPECT_THROW(pool.Pipeline(1, 0, {}, quiet), ContractViolation);
}

}  // namespace
}  // namespace godwit::core
