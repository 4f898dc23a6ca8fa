# The three verbs that every CMakeLists.txt of this project uses.
#
#   candor_library(<name> SOURCES ... [DEPS ...])   static library candor::<name>
#   candor_program(<name> SOURCES ... [DEPS ...])   executable
#   candor_test(<name> SOURCES ... [DEPS ...])      GoogleTest binary, every case a CTest test
#
# DEPS become PUBLIC link dependencies. The include root is the repository.
include(GoogleTest)

find_program(CANDOR_CCACHE ccache)
if(CANDOR_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${CANDOR_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CANDOR_CCACHE}")
endif()

set(CANDOR_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined")

add_library(candor_flags INTERFACE)
target_include_directories(candor_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(candor_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wvla -Werror
  -fno-omit-frame-pointer -fstack-protector-strong
  "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_link_options(candor_flags INTERFACE -fuse-ld=lld -Wl,-z,relro,-z,now)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(candor_flags INTERFACE -Wthread-safety)
endif()
if(CANDOR_SANITIZE)
  target_compile_options(candor_flags INTERFACE
    "-fsanitize=${CANDOR_SANITIZE}" -fno-sanitize-recover=all)
  target_link_options(candor_flags INTERFACE "-fsanitize=${CANDOR_SANITIZE}")
endif()

function(candor_library name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPS")
  add_library(candor_${name} STATIC ${ARG_SOURCES})
  add_library(candor::${name} ALIAS candor_${name})
  target_link_libraries(candor_${name} PUBLIC candor_flags ${ARG_DEPS})
endfunction()

function(candor_program name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPS")
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE candor_flags ${ARG_DEPS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()

function(candor_test name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPS")
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE candor_flags ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 600)
endfunction()
