// Places of photos as files: for programs, spreadsheets, maps and navigation devices.
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string_view>

#include "workflows/locate_images.h"
#include "workflows/result_writer.h"

namespace godwit::workflows {

enum class PlaceFormat {
  kText,     // for a person at a terminal
  kJson,     // one document: command, model, images, errors
  kJsonl,    // one line an image; failed images have "error"
  kCsv,      // one line an image, with a header (RFC 4180)
  kGeoJson,  // a FeatureCollection of points (RFC 7946); those without a position have no geometry
  kKml,      // placemarks (OGC KML 2.2) of those with a position
  kGpx,      // waypoints (GPX 1.1) of those with a position
};

// "json" and so on; nothing for an unknown name.
std::optional<PlaceFormat> ParsePlaceFormat(std::string_view name);

// {"path", "source", "lat", "lon", "radius_km", "confidence", "place", "cells": [{"token", "lat", "lon",
// "probability"}]}: null is what is not known. Where it is asked for, "reveals": what
// the file tells whoever gets it.
Json ToJson(const ImagePlace& result);

// `out` and `card` must outlive the writer.
std::unique_ptr<ResultWriter<ImagePlace>> MakePlaceWriter(PlaceFormat format, const core::ModelCard& card,
                                                          std::ostream& out);

}  // namespace godwit::workflows
