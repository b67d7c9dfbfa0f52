// The safetensors format: 8 bytes little-endian header length, a JSON header {name: {dtype, shape, data_offsets}},
// optionally "__metadata__" (string to string), then the tensors' bytes back to back.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/weights/weight_table.h"

namespace godwit::core {

// A weight file mapped into memory, read-only. Move-only; the table's bytes live as long as the file object.
// Thread-safe once opened. The file must not be changed in place while it is open (WriteSafetensors never does that).
class SafetensorsFile {
 public:
  // Maps and checks everything: header length, JSON, dtypes, shapes, offsets in range, no overlap, no hole, no byte
  // left over. Errors are kModel and name the path, and the tensor where there is one. Never allocates by an unchecked
  // size.
  static Result<SafetensorsFile> Open(const std::filesystem::path& path);

  ~SafetensorsFile();
  SafetensorsFile(SafetensorsFile&& other) noexcept;
  SafetensorsFile& operator=(SafetensorsFile&& other) noexcept;

  [[nodiscard]] const WeightTable& tensors() const { return tensors_; }
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return metadata_; }

  // What Open does to bytes that are already in memory (tests, fuzzing). `bytes` must outlive the tables. On an error
  // the tables hold nothing of use.
  static Result<> Parse(std::span<const std::byte> bytes, const std::string& name, WeightTable& tensors,
                        std::map<std::string, std::string>& metadata);

 private:
  SafetensorsFile() = default;

  void* mapped_ = nullptr;
  std::size_t mapped_bytes_ = 0;
  WeightTable tensors_;
  std::map<std::string, std::string> metadata_;
};

// Writes a file whole: to a temporary file beside it, flushed to disk, then renamed. The header is padded so that the
// data starts at a multiple of 64 bytes, and since the format allows no holes, tensors are laid down by the power of
// two that divides their size, largest first: one of a multiple of 64 bytes starts at a multiple of 64, and every other
// at least at a multiple of its element size. Requires tensors whose bytes fit their shapes. Errors: kInput, naming the
// path.
Result<> WriteSafetensors(const std::filesystem::path& path, const WeightTable& tensors,
                          const std::map<std::string, std::string>& metadata);

}  // namespace godwit::core
