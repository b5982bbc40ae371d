-- AlterTable
ALTER TABLE "Revocation" ALTER COLUMN "memberId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "SignIn" ALTER COLUMN "memberId" DROP NOT NULL;
