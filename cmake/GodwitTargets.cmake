# One way to make a library, a program and a test, so that warnings, include paths, installation and labels are the same
# everywhere.

add_library(godwit_warnings INTERFACE)
target_compile_options(
  godwit_warnings
  INTERFACE -Wall
            -Wextra
            -Wno-missing-field-initializers # designated initialisers that leave the rest to defaults are the point
            -Wpedantic
            -Wshadow
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wcast-align
            -Wunused
            -Wimplicit-fallthrough
            $<$<BOOL:${GODWIT_WERROR}>:-Werror>)

# godwit_add_library(<folder>_<part> SOURCES ... HEADERS ... PUBLIC_DEPS ... PRIVATE_DEPS ...)
# makes godwit_<name>, known as Godwit::<name> here and to those who install it.
function(godwit_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;HEADERS;PUBLIC_DEPS;PRIVATE_DEPS")
  set(target godwit_${name})
  add_library(${target} STATIC ${arg_SOURCES} ${arg_HEADERS})
  add_library(Godwit::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(
    ${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                     $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/godwit>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(
    ${target}
    PUBLIC ${arg_PUBLIC_DEPS}
    PRIVATE ${arg_PRIVATE_DEPS} $<BUILD_INTERFACE:godwit_warnings>)
  install(TARGETS ${target} EXPORT GodwitTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Development)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  foreach(header IN LISTS arg_HEADERS)
    cmake_path(GET header PARENT_PATH below)
    install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/godwit/${folder}/${below} COMPONENT Development)
  endforeach()
endfunction()

# godwit_add_test(<name> LABEL unit|kernel|golden|ui|slow SOURCES ... DEPS ...)
# makes test_<name>, one ctest entry, which finds the shared test data by GODWIT_TEST_DATA.
function(godwit_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "SOURCES;DEPS")
  set(target test_${name})
  add_executable(${target} ${arg_SOURCES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE ${arg_DEPS} GTest::gmock_main godwit_warnings)
  add_test(NAME ${name} COMMAND ${target} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT 900)
endfunction()

# godwit_use_mpi(<target>) lets a program find the library of processes that train together where it is built.
function(godwit_use_mpi target)
  add_dependencies(${target} godwit_mpi)
  set_property(TARGET ${target} APPEND PROPERTY BUILD_RPATH $<TARGET_FILE_DIR:godwit_mpi>)
endfunction()

# Open MPI in tests: on this machine alone, with more processes than cores and by any user; it has longer than a second to
# end them, as the machine may be busy. What it does not free at the end is its own affair: our leaks show in the tests
# that run as one process.
set(GODWIT_MPI_ENVIRONMENT
    OMPI_ALLOW_RUN_AS_ROOT=1
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    OMPI_MCA_rmaps_base_oversubscribe=1
    OMPI_MCA_hwloc_base_binding_policy=none
    OMPI_MCA_btl=self,vader
    OMPI_MCA_oob_tcp_if_include=lo
    OMPI_MCA_odls_base_sigkill_timeout=3
    ASAN_OPTIONS=detect_leaks=0)
