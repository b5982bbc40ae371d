-- AlterTable
ALTER TABLE "Tool" ADD COLUMN     "accepted" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "goesBack" BOOLEAN NOT NULL DEFAULT false;

UPDATE "Tool" SET "accepted" = ARRAY["reviewedFingerprint"] WHERE "reviewedFingerprint" IS NOT NULL;
