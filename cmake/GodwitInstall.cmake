# Programs and libraries are installed where they are made; this adds what others need to build against them.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Godwit)
install(EXPORT GodwitTargets NAMESPACE Godwit:: DESTINATION ${package_folder})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/GodwitConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/GodwitConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/GodwitConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/GodwitConfig.cmake ${PROJECT_BINARY_DIR}/GodwitConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindS2.cmake
        DESTINATION ${package_folder})
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/photos DESTINATION ${CMAKE_INSTALL_DATADIR}/godwit)

# Models come along. Programs look for them in ../share/godwit/models, from where they are built too.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/models DESTINATION ${CMAKE_INSTALL_DATADIR}/godwit)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/apps/share/godwit)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/resources/models ${PROJECT_BINARY_DIR}/apps/share/godwit/models SYMBOLIC)
