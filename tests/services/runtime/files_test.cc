#include "services/runtime/files.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::IsOkAndHolds;
using candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Bytes Text(std::string_view text) { return ToBytes(AsBytes(text)); }

// A disk that is full after `bytes`, for one scope.
class FullDiskAfter {
 public:
  explicit FullDiskAfter(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDiskAfter() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(Files, WhatIsWrittenIsReadAndOnlyTheOwnerMayReadIt) {
  const TemporaryFolder folder;
  ASSERT_OK(WriteFileAtomically(folder / "a", Text("first")));
  ASSERT_OK(WriteFileAtomically(folder / "a", Text("second")));
  EXPECT_THAT(ReadFile(folder / "a"), IsOkAndHolds(Text("second")));
  struct stat found {};
  ASSERT_EQ(stat((folder / "a").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0600u);
  EXPECT_THAT(ListFolder(folder.path()), IsOkAndHolds(ElementsAre("a")));
}

TEST(Files, AnEmptyFileAndALargeOneSurviveTheRoundTrip) {
  const TemporaryFolder folder;
  const Bytes large(300000, 7);
  ASSERT_OK(WriteFileAtomically(folder / "empty", {}));
  ASSERT_OK(WriteFileAtomically(folder / "large", large, 0644, Durability::kUnsynced));
  EXPECT_THAT(ReadFile(folder / "empty"), IsOkAndHolds(Bytes()));
  EXPECT_THAT(ReadFile(folder / "large", large.size()), IsOkAndHolds(large));
}

TEST(Files, AFileLargerThanTheLimitIsRefused) {
  const TemporaryFolder folder;
  ASSERT_OK(WriteFileAtomically(folder / "a", Text("12345")));
  EXPECT_THAT(ReadFile(folder / "a", 4),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("too large")));
}

TEST(Files, AMissingFileAndAFolderAreNamedWithTheReasonAndWhatToDo) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      ReadFile(folder / "absent"),
      StatusIs(absl::StatusCode::kNotFound,
               AllOf(HasSubstr("absent"), HasSubstr("No such file"), HasSubstr("Check the path"))));
  EXPECT_THAT(ReadFile(folder.path()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Is a directory")));
  EXPECT_THAT(WriteFileAtomically(folder / "no/such/folder", Text("x")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(Files, AFullDiskLeavesTheOldFileAsItWasAndSaysSo) {
  const TemporaryFolder folder;
  ASSERT_OK(WriteFileAtomically(folder / "a", Text("old")));
  absl::Status status;
  {
    const FullDiskAfter limit(1000);
    status = WriteFileAtomically(folder / "a", Bytes(5000, 1));
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted,
                               AllOf(HasSubstr("is unchanged"), HasSubstr("Free some space"))));
  EXPECT_THAT(ReadFile(folder / "a"), IsOkAndHolds(Text("old")));
  EXPECT_THAT(ListFolder(folder.path()), IsOkAndHolds(ElementsAre("a")))
      << "a temporary file was left behind";
}

TEST(Files, CreatingNeverOverwrites) {
  const TemporaryFolder folder;
  ASSERT_OK(CreateFileAtomically(folder / "key", Text("one")));
  EXPECT_THAT(CreateFileAtomically(folder / "key", Text("two")),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("was not written")));
  EXPECT_THAT(ReadFile(folder / "key"), IsOkAndHolds(Text("one")));
  EXPECT_THAT(ListFolder(folder.path()), IsOkAndHolds(ElementsAre("key")));
}

TEST(Files, FoldersAreMadeWithTheirParentsForTheOwnerAlone) {
  const TemporaryFolder folder;
  ASSERT_OK(MakeFolder(folder / "x/y/z/"));
  ASSERT_OK(MakeFolder(folder / "x/y/z"));
  struct stat found {};
  ASSERT_EQ(stat((folder / "x/y").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0700u);
  ASSERT_OK(WriteFileAtomically(folder / "file", Text("x")));
  EXPECT_THAT(MakeFolder(folder / "file"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("a file has its name")));
}

TEST(Files, WhetherAFileCanBeMadeIsKnownBefore) {
  const TemporaryFolder folder;
  EXPECT_OK(CheckCanMakeFile(folder / "file"));
  EXPECT_OK(CheckCanMakeFile("in_this_folder"));
  EXPECT_FALSE(FileExists(folder / "file")) << "asking makes nothing";
  EXPECT_THAT(CheckCanMakeFile(folder / "none/file"), StatusIs(absl::StatusCode::kNotFound, HasSubstr("none/file")));
  ASSERT_OK(WriteFileAtomically(folder / "file", Text("x")));
  EXPECT_THAT(CheckCanMakeFile(folder / "file/below"), StatusIs(absl::StatusCode::kNotFound, HasSubstr("folder")));
  ASSERT_OK(MakeFolder(folder / "closed", 0500));
  // The superuser may write everywhere.
  if (geteuid() != 0) {
    EXPECT_THAT(CheckCanMakeFile(folder / "closed/file"), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("closed")));
  }
}

TEST(Files, RemovingIsIdempotent) {
  const TemporaryFolder folder;
  ASSERT_OK(WriteFileAtomically(folder / "a", Text("x")));
  ASSERT_OK(RemoveFile(folder / "a"));
  ASSERT_OK(RemoveFile(folder / "a"));
  EXPECT_FALSE(FileExists(folder / "a"));
}

TEST(FileLock, IsGrantedToOneAtATimeAndAgainAfterItsLife) {
  const TemporaryFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const FileLock lock, FileLock::Take(folder / "lock"));
    EXPECT_THAT(FileLock::Take(folder / "lock"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                                          HasSubstr("in use by another command")));
  }
  EXPECT_OK(FileLock::Take(folder / "lock"));
}

TEST(FileLock, MovesWithItsOwner) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(FileLock first, FileLock::Take(folder / "a"));
  const FileLock second = std::move(first);
  EXPECT_THAT(FileLock::Take(folder / "a"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace candor::runtime
