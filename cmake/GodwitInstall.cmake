# Programs and libraries are installed where they are made; this adds what others need to build against them. Component
# Runtime is what people run, Mpi what lets them train on several machines, Development what others build against.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Godwit)
install(EXPORT GodwitTargets NAMESPACE Godwit:: DESTINATION ${package_folder} COMPONENT Development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/GodwitConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/GodwitConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/GodwitConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/GodwitConfig.cmake ${PROJECT_BINARY_DIR}/GodwitConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindS2.cmake
        DESTINATION ${package_folder} COMPONENT Development)
install(FILES ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/godwit COMPONENT Runtime)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/godwit COMPONENT Development)
