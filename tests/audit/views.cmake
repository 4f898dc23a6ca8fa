candor_test(view_tests
  SOURCES
    board_view_test.cc
    issuer_view_test.cc
    roster_tree_test.cc
  DEPS candor::audit candor::jam_fixture candor::test_support)
