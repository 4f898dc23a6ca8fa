# The verbs that every CMakeLists.txt of this project uses.
#
#   candor_library(<name> SOURCES ... [DEPS ...])   static library candor::<name>
#   candor_program(<name> SOURCES ... [DEPS ...])   executable
#   candor_twins(<name> SOURCES ... [DEPS ...])     executable with a command line, and <name>-sim
#   candor_test_library(<name> SOURCES ... [DEPS ...])   what several test binaries share
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
  -fno-omit-frame-pointer -fstack-protector-strong -pthread
  "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_link_options(candor_flags INTERFACE -fuse-ld=lld -Wl,-z,relro,-z,now)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(candor_flags INTERFACE -Wthread-safety)
endif()
if(CANDOR_SANITIZE)
  # The undefined-behaviour checks are for the libraries, where the code under test is: in the tests' own
  # code they double the time that a build takes.
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

# Headers that many translation units are made of, parsed once for all of them: an object library that others
# reuse the headers from. A file still includes what it uses: clang builds (tidy, fuzz) go without.
function(candor_headers name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "HEADERS;DEPS")
  # file(CONFIGURE) writes when something has changed: a second configuration costs no rebuild.
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/${name}.cc" CONTENT "")
  add_library(${name} OBJECT "${CMAKE_BINARY_DIR}/${name}.cc")
  target_link_libraries(${name} PRIVATE candor_flags absl::statusor ${ARG_DEPS})
  target_precompile_headers(${name} PRIVATE
    <algorithm> <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <utility> <variant>
    <vector> <absl/status/statusor.h> ${ARG_HEADERS})
  # What stands for the precompiled bytes, which differ from folder to folder, in ccache's hash
  # (CCACHE_PCH_EXTSUM in CMakePresets.json).
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${name}.dir/cmake_pch.hxx.gch.sum"
    CONTENT "${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_CXX_FLAGS} ${CANDOR_SANITIZE} absl ${absl_VERSION} GTest ${GTest_VERSION}\n")
endfunction()

# The headers and those who use them have to agree on options: hence two of them. Not in optimised trees:
# under -O2 gcc 12 warns of faults that are none inside <string> once it comes from a precompiled header.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT CMAKE_CXX_FLAGS MATCHES "-O2")
  set(CANDOR_PRECOMPILED ON)
endif()

function(candor_library name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "WITHOUT_HEADERS" "" "SOURCES;DEPS")
  add_library(candor_${name} STATIC ${ARG_SOURCES})
  add_library(candor::${name} ALIAS candor_${name})
  target_link_libraries(candor_${name} PUBLIC candor_flags ${ARG_DEPS})
  if(CANDOR_PRECOMPILED AND BUILD_TESTING AND NOT ARG_WITHOUT_HEADERS)
    if(NOT TARGET candor_library_headers)
      candor_headers(candor_library_headers)
    endif()
    target_precompile_headers(candor_${name} REUSE_FROM candor_library_headers)
  endif()
endfunction()

function(candor_program name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPS")
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE candor_flags ${ARG_DEPS})
  set_target_properties(${name} PROPERTIES CANDOR_WITHOUT_UB_CHECKS ON
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()

# One program built twice: from main.cc alone, and from main.cc with CANDOR_SIM and SIM_SOURCES, which give
# it a clock that can be moved. The second is for the demo and the tests, and is not installed.
function(candor_twins name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;SIM_SOURCES;DEPS")
  string(REPLACE "-" "_" verbs "${name}_verbs")
  candor_library(${verbs} SOURCES ${ARG_SOURCES} DEPS candor::cli ${ARG_DEPS})
  add_executable(${name} main.cc)
  add_executable(${name}-sim main.cc ${ARG_SIM_SOURCES})
  target_compile_definitions(${name}-sim PRIVATE CANDOR_SIM=1)
  target_link_libraries(${name} PRIVATE candor::${verbs})
  target_link_libraries(${name}-sim PRIVATE candor::${verbs})
  set_target_properties(${name} ${name}-sim PROPERTIES CANDOR_WITHOUT_UB_CHECKS ON
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
endfunction()

function(candor_test_options name)
  set_target_properties(${name} PROPERTIES CANDOR_WITHOUT_UB_CHECKS ON)
  if(CANDOR_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # gcc 12 sees moves of a std::variant as uninitialized under the address sanitizer. Other presets
    # keep the warning.
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  if(CANDOR_PRECOMPILED)
    if(NOT TARGET candor_test_headers)
      candor_headers(candor_test_headers
        HEADERS <gmock/gmock.h> <gtest/gtest.h> DEPS GTest::gmock)
      set_target_properties(candor_test_headers PROPERTIES CANDOR_WITHOUT_UB_CHECKS ON)
    endif()
    target_precompile_headers(${name} REUSE_FROM candor_test_headers)
  endif()
endfunction()

function(candor_test_library name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPS")
  candor_library(${name} WITHOUT_HEADERS SOURCES ${ARG_SOURCES} DEPS ${ARG_DEPS} GTest::gmock)
  candor_test_options(candor_${name})
endfunction()

function(candor_test name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;DEPS")
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE candor_flags ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  candor_test_options(${name})
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 600)
endfunction()
