-- AlterTable
ALTER TABLE "Revocation" ALTER COLUMN "connectionId" DROP NOT NULL;
