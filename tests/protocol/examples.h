// The worked examples of docs/protocol.md, by chapter. Each prints its blocks; one after the other
// they are the whole output of the program.
#pragma once

#include "tests/protocol/example_world.h"

namespace candor::testing {

void PrintLabels();
void PrintTrust(const ExampleWorld& world);
void PrintCampaign(const ExampleWorld& world);
void PrintTokens(const ExampleWorld& world);
void PrintSubmission(const ExampleWorld& world);
void PrintIssuance(const ExampleWorld& world);
void PrintLogs(const ExampleWorld& world);
void PrintFilesAndCalls(const ExampleWorld& world);
void PrintOblivious();
void PrintHanded(const ExampleWorld& world);

}  // namespace candor::testing
