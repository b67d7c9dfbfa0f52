# Everything comes from Debian 12 packages; scripts/packages.txt lists them. GodwitConfig.cmake.in repeats what the
# installed libraries need.

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(TBB REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(CLI11 REQUIRED)

if(GODWIT_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
if(GODWIT_BUILD_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()
if(GODWIT_BUILD_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Concurrent)
endif()
