# S2::S2, the library of cells on the sphere (Debian's libs2-dev, which brings no CMake package of its own). Its headers
# name those of abseil and OpenSSL, which stand beside them.
find_path(S2_INCLUDE_DIR s2/s2cell_id.h)
find_library(S2_LIBRARY s2)
mark_as_advanced(S2_INCLUDE_DIR S2_LIBRARY)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(S2 REQUIRED_VARS S2_LIBRARY S2_INCLUDE_DIR)
if(S2_FOUND AND NOT TARGET S2::S2)
  add_library(S2::S2 UNKNOWN IMPORTED)
  set_target_properties(S2::S2 PROPERTIES IMPORTED_LOCATION ${S2_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${S2_INCLUDE_DIR})
endif()
