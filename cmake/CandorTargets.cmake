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
  # The undefined-behaviour checks are for the libraries, where the code under test is: in the tests' own
  # code, and around a command line parser of headers alone, they double the time that a build takes.
  string(REPLACE "," ";" candor_sanitizers "${CANDOR_SANITIZE}")
  foreach(sanitizer IN LISTS candor_sanitizers)
    if(sanitizer STREQUAL "undefined")
      target_compile_options(candor_flags INTERFACE
        $<$<NOT:$<BOOL:$<TARGET_PROPERTY:CANDOR_WITHOUT_UB_CHECKS>>>:-fsanitize=undefined>)
    else()
      target_compile_options(candor_flags INTERFACE "-fsanitize=${sanitizer}")
    endif()
  endforeach()
  target_compile_options(candor_flags INTERFACE -fno-sanitize-recover=all)
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
  set_target_properties(${name} PROPERTIES CANDOR_WITHOUT_UB_CHECKS ON
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()

# What most of a test's translation unit is made of, parsed once for all of them. A test still includes
# what it uses: clang builds (tidy, fuzz) go without.
function(candor_test_headers)
  if(TARGET candor_test_headers OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  file(WRITE "${CMAKE_BINARY_DIR}/test_headers.cc" "")
  add_library(candor_test_headers OBJECT "${CMAKE_BINARY_DIR}/test_headers.cc")
  target_link_libraries(candor_test_headers PRIVATE candor_flags GTest::gmock absl::statusor)
  # With it or without: the headers and those who use them have to agree.
  target_compile_options(candor_test_headers PRIVATE -pthread)
  set_target_properties(candor_test_headers PROPERTIES CANDOR_WITHOUT_UB_CHECKS ON)
  target_precompile_headers(candor_test_headers PRIVATE
    <algorithm> <functional> <map> <memory> <optional> <set> <string> <variant> <vector>
    <absl/status/statusor.h> <gmock/gmock.h> <gtest/gtest.h>)
endfunction()

function(candor_test name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPS")
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE candor_flags ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE -pthread)
  set_target_properties(${name} PROPERTIES CANDOR_WITHOUT_UB_CHECKS ON)
  if(CANDOR_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # gcc 12 sees moves of a std::variant as uninitialized under the address sanitizer. Other presets
    # keep the warning.
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  candor_test_headers()
  if(TARGET candor_test_headers)
    target_precompile_headers(${name} REUSE_FROM candor_test_headers)
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 600)
endfunction()
