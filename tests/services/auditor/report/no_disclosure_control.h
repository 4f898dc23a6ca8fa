// Switches disclosure control off, for the control of a test. In tests alone.
#pragma once

#include "services/auditor/report/disclosure_gate.h"

namespace candor::services::auditor {

struct NoDisclosureControlInTests {
  static NoDisclosureControl Make() { return {}; }
};

}  // namespace candor::services::auditor
