-- AlterTable
ALTER TABLE "SignInTrace" DROP COLUMN "outcome",
DROP COLUMN "sentence",
ADD COLUMN     "failure" TEXT;

-- DropEnum
DROP TYPE "TraceOutcome";
