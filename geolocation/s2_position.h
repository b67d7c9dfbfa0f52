// Between our positions and S2's. Internal to this folder.
#pragma once

#include <s2/s2latlng.h>
#include <s2/s2point.h>

#include "geolocation/position.h"

namespace godwit::geolocation {

inline S2Point ToS2Point(const LatLng& position) {
  return S2LatLng::FromDegrees(position.lat_deg, position.lon_deg).ToPoint();
}

inline LatLng FromS2Point(const S2Point& point) {
  const S2LatLng position(point);
  return {position.lat().degrees(), position.lng().degrees()};
}

}  // namespace godwit::geolocation
