// Writes the evidence of a small jam, whose leaders answered, for scripts/assure report.
//
//   report_sample FOLDER      FOLDER/pack, FOLDER/fingerprint.txt
#include <iostream>

#include "tests/services/auditor/report/report_world.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: report_sample FOLDER\n";
    return 1;
  }
  candor::services::auditor::testing::WritePack(
      candor::services::auditor::testing::AnsweredWorld().world(), argv[1]);
  return 0;
}
