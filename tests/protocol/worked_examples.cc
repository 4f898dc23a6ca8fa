// Prints the worked examples of docs/protocol.md: the same bytes on every machine, at every run.
//
// scripts/update-protocol-examples puts them into the document; the test `protocol_examples`
// compares.
#include "crypto/labels.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {

void PrintLabels() {
  Section("labels");
  for (std::size_t i = 0; i < static_cast<std::size_t>(crypto::Label::kCount); ++i) {
    const ByteView label = crypto::LabelBytes(static_cast<crypto::Label>(i));
    Line(AsText(label.first(label.size() - 1)));
  }
  Hex("the first of them as bytes", crypto::LabelBytes(static_cast<crypto::Label>(0)));
}

}  // namespace candor::testing

int main() {
  const candor::testing::ExampleWorld world;
  candor::testing::PrintLabels();
  candor::testing::PrintTrust(world);
  candor::testing::PrintCampaign(world);
  candor::testing::PrintTokens(world);
  candor::testing::PrintSubmission(world);
  candor::testing::PrintIssuance(world);
  candor::testing::PrintLogs(world);
  candor::testing::PrintFilesAndCalls(world);
  candor::testing::PrintOblivious();
  candor::testing::PrintHanded(world);
  return 0;
}
