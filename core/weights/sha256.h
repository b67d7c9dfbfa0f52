// SHA-256 of bytes and files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/base/result.h"

namespace godwit::core {

// One digest, fed piece by piece. Move-only.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Update(std::span<const std::byte> bytes);

  // 64 lower-case hexadecimal digits. Ends the digest: call it once, last.
  std::string Hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// Errors: kInput, naming the path.
Result<std::string> Sha256OfFile(const std::filesystem::path& path);

}  // namespace godwit::core
