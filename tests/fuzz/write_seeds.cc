// Writes the seeds into a folder, a file each: write_seeds DIR
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/fuzz/seeds.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_seeds DIR\n";
    return 1;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  for (const auto& seed : candor::testing::FuzzSeeds()) {
    std::ofstream file(folder / seed.name, std::ios::binary);
    const auto text = candor::AsText(seed.input);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file) {
      std::cerr << "cannot write a seed\n";
      return 1;
    }
  }
  return 0;
}
