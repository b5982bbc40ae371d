-- AlterTable
ALTER TABLE "Tool" DROP COLUMN "changedAt";
