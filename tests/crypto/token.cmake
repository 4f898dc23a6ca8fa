candor_test(crypto_token_tests
  SOURCES
    authorship_test.cc
    blind_rsa_test.cc
    receipt_code_test.cc
    residue_test.cc
    token_key_test.cc
    token_test.cc
  DEPS candor::crypto candor::test_support)
candor_test(crypto_freed_memory_tests
  SOURCES freed_memory_test.cc
  DEPS candor::crypto candor::test_support)
