// No request method of an anonymous service has a field that the author's interest chooses: each takes one
// opaque record, of one size on the way, and nothing that could name a campaign, a text or a page.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "candor/v1/anonymous.pb.h"
#include "candor/v1/relay.pb.h"

namespace candor {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::MethodDescriptor;

// What is wrong with a method's request; empty for what is right: one field, bytes, once, called `record`.
std::string Fault(const MethodDescriptor& method) {
  const auto& request = *method.input_type();
  if (method.client_streaming() || method.server_streaming()) return method.full_name() + " streams";
  if (request.field_count() != 1 || request.extension_range_count() != 0 || request.oneof_decl_count() != 0) {
    return method.full_name() + " has other fields than the record";
  }
  const FieldDescriptor& field = *request.field(0);
  const bool opaque = field.name() == "record" && field.number() == 1 && field.type() == FieldDescriptor::TYPE_BYTES &&
                      !field.is_repeated() && !field.has_presence();
  return opaque ? "" : method.full_name() + " has a field of its own";
}

std::vector<std::string> FaultsIn(const FileDescriptor& file, int& methods) {
  std::vector<std::string> out;
  for (int s = 0; s < file.service_count(); ++s) {
    for (int m = 0; m < file.service(s)->method_count(); ++m) {
      ++methods;
      if (auto fault = Fault(*file.service(s)->method(m)); !fault.empty()) out.push_back(fault);
    }
  }
  return out;
}

// Neither file has a message, so nothing else links its descriptors in.
const FileDescriptor& FileOf(const char* name) {
  const google::protobuf::internal::AddDescriptorsRunner anonymous(&descriptor_table_candor_2fv1_2fanonymous_2eproto);
  const google::protobuf::internal::AddDescriptorsRunner relay(&descriptor_table_candor_2fv1_2frelay_2eproto);
  return *DescriptorPool::generated_pool()->FindFileByName(name);
}

TEST(AnonymousFields, NoRequestHasAFieldThatTheAuthorsInterestChooses) {
  int methods = 0;
  EXPECT_EQ(FaultsIn(FileOf("candor/v1/anonymous.proto"), methods), std::vector<std::string>());
  EXPECT_EQ(methods, 2) << "Submit and NoOp";
  EXPECT_EQ(FaultsIn(FileOf("candor/v1/relay.proto"), methods), std::vector<std::string>());
  EXPECT_EQ(methods, 3) << "and Forward";
}

// The control: the same file with a field put in, each of which is found.
class WithAField : public ::testing::TestWithParam<const char*> {};

TEST_P(WithAField, IsFound) {
  FileDescriptorProto common, anonymous;
  FileOf("candor/v1/common.proto").CopyTo(&common);
  FileOf("candor/v1/anonymous.proto").CopyTo(&anonymous);
  const std::string fault = GetParam();
  auto& record = *common.mutable_message_type(0);
  ASSERT_EQ(record.name(), "Record");
  if (fault == "number" || fault == "text") {
    auto& field = *record.add_field();
    field.set_name("campaign");
    field.set_number(2);
    field.set_type(fault == "text" ? google::protobuf::FieldDescriptorProto::TYPE_STRING
                                   : google::protobuf::FieldDescriptorProto::TYPE_UINT64);
    field.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  } else if (fault == "repeated") {
    record.mutable_field(0)->set_label(google::protobuf::FieldDescriptorProto::LABEL_REPEATED);
  } else if (fault == "another message") {
    anonymous.mutable_service(0)->mutable_method(0)->set_input_type(".candor.v1.SignedCall");
  } else {
    anonymous.mutable_service(0)->mutable_method(1)->set_client_streaming(true);
  }
  DescriptorPool pool;
  ASSERT_NE(pool.BuildFile(common), nullptr);
  const auto* file = pool.BuildFile(anonymous);
  ASSERT_NE(file, nullptr);
  int methods = 0;
  EXPECT_FALSE(FaultsIn(*file, methods).empty());
}

INSTANTIATE_TEST_SUITE_P(AnonymousFields, WithAField,
                         ::testing::Values("number", "text", "repeated", "another message", "stream"));

}  // namespace
}  // namespace candor
