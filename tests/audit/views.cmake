candor_test(view_tests
  SOURCES
    acts_test.cc
    authorship_test.cc
    board_rules_test.cc
    board_view_test.cc
    campaign_grace_test.cc
    issuer_view_test.cc
    overdue_test.cc
    roster_overlap_test.cc
    roster_tree_test.cc
  DEPS candor::audit candor::jam_fixture candor::test_support)

candor_test_library(evidence_world
  SOURCES
    verify/evidence_world.cc
    verify/fed.cc
    verify/opened_world.cc
  DEPS candor::audit candor::jam_fixture candor::test_support)

candor_test(verify_tests
  SOURCES
    verify/acts_invariants_test.cc
    verify/continued_log_test.cc
    verify/flips_test.cc
    verify/grace_invariants_test.cc
    verify/owed_invariants_test.cc
    verify/invariants_test.cc
    verify/openings_test.cc
    verify/verification_test.cc
  DEPS candor::evidence_world)
