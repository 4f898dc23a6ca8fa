candor_test(crypto_tests
  SOURCES
    envelope_test.cc
    foundation_test.cc
    hpke_test.cc
    sealed_file_test.cc
    two_text_body.cc
    wycheproof_test.cc
  DEPS candor::crypto candor::test_support)
