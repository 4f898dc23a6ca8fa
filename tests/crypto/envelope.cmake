candor_test(crypto_tests
  SOURCES
    foundation_test.cc
    hpke_test.cc
    wycheproof_test.cc
  DEPS candor::crypto candor::test_support)
