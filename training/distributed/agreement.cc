#include "training/distributed/agreement.h"

#include <algorithm>
#include <utility>

namespace godwit::training {
namespace {

std::size_t IndexOf(int rank) { return static_cast<std::size_t>(rank); }

// A number of each process, in order of rank.
std::vector<double> GatherNumbers(ProcessGroup& processes, double own) {
  std::vector<double> numbers(IndexOf(processes.size()));
  numbers[IndexOf(processes.rank())] = own;
  processes.Sum(numbers);
  return numbers;
}

// `length` is that of the text of `root`, which all know.
void BroadcastText(ProcessGroup& processes, std::string& text, std::size_t length, int root) {
  text.resize(length);
  processes.Broadcast(std::as_writable_bytes(std::span(text)), root);
}

// All texts, empty ones too. A process without text has length 0 and is passed over.
std::vector<std::string> GatherTexts(ProcessGroup& processes, const std::string& own) {
  const std::vector<double> lengths = GatherNumbers(processes, static_cast<double>(own.size()));
  std::vector<std::string> texts(lengths.size());
  texts[IndexOf(processes.rank())] = own;
  for (int rank = 0; rank < processes.size(); ++rank) {
    if (lengths[IndexOf(rank)] > 0) {
      BroadcastText(processes, texts[IndexOf(rank)], static_cast<std::size_t>(lengths[IndexOf(rank)]), rank);
    }
  }
  return texts;
}

}  // namespace

core::Result<> Agree(ProcessGroup& processes, core::Result<> own) {
  // 0 where it is done, else the kind of the error and 1.
  const std::vector<double> kinds = GatherNumbers(processes, own ? 0.0 : 1.0 + static_cast<int>(own.error().kind));
  const auto failed = std::ranges::find_if(kinds, [](double kind) { return kind > 0; });
  if (failed == kinds.end()) {
    return own;
  }
  const auto first = static_cast<int>(failed - kinds.begin());
  std::string message;
  for (const std::string& text :
       GatherTexts(processes, processes.rank() == first ? own.error().message : std::string())) {
    message += text;
  }
  return tl::unexpected(core::Error{static_cast<core::ErrorKind>(static_cast<int>(*failed) - 1), std::move(message)});
}

std::vector<std::string> Gather(ProcessGroup& processes, const std::vector<std::string>& own) {
  std::string joined;
  for (const std::string& text : own) {
    joined += text;
    joined += '\0';  // paths and messages hold none
  }
  std::vector<std::string> all;
  for (const std::string& texts : GatherTexts(processes, joined)) {
    for (std::size_t begin = 0; begin < texts.size();) {
      const std::size_t end = texts.find('\0', begin);
      all.push_back(texts.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return all;
}

int FindOther(ProcessGroup& processes, std::uint64_t own) {
  std::uint64_t first = own;
  processes.Broadcast(std::as_writable_bytes(std::span(&first, 1)), 0);
  const std::vector<double> differ = GatherNumbers(processes, own == first ? 0 : 1);
  const auto other = std::ranges::find(differ, 1.0);
  return other == differ.end() ? -1 : static_cast<int>(other - differ.begin());
}

void BroadcastFromLeader(ProcessGroup& processes, std::span<float> values) {
  processes.Broadcast(std::as_writable_bytes(values), 0);
}

void BroadcastFromLeader(ProcessGroup& processes, std::span<double> values) {
  processes.Broadcast(std::as_writable_bytes(values), 0);
}

}  // namespace godwit::training
