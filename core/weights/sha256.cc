#include "core/weights/sha256.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "core/base/check.h"

namespace godwit::core {

struct Sha256Stream::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  Context() { Check(evp != nullptr && EVP_DigestInit_ex(evp, EVP_sha256(), nullptr) == 1, "libcrypto has SHA-256"); }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Update(std::span<const std::byte> bytes) {
  Check(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "libcrypto takes bytes");
}

std::string Sha256Stream::Hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  Check(EVP_DigestFinal_ex(context_->evp, digest.data(), &size) == 1, "libcrypto ends a digest");
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += fmt::format("{:02x}", digest[i]);
  }
  return hex;
}

Result<std::string> Sha256OfFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Sha256Stream hash;
  std::vector<char> chunk(1 << 16);
  while (file) {
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    hash.Update(std::as_bytes(std::span(chunk.data(), static_cast<std::size_t>(file.gcount()))));
  }
  if (!file.eof()) {
    return Fail(ErrorKind::kInput, "{}: cannot be read: {}", path.string(), std::strerror(errno));
  }
  return hash.Hex();
}

}  // namespace godwit::core
